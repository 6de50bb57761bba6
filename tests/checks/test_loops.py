"""Lambdas that write what invokes them, and code for the notifications of S3."""
import pytest

from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

CODE = "infra:\n  events:\n  - name: stored\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    prefix: in/\n---\n" \
    "s3 = boto3.client('s3')\nBUCKET = os.environ['DEMO_BUCKET']\nMOST = 500\n\n\ndef handler(event, context):\n" \
    "    stored = event['detail']['object']\n    key = stored['key']\n    %s\n    %s"
COPY = "s3.copy_object(Bucket=BUCKET, Key=%s, CopySource={'Bucket': BUCKET, 'Key': key}, MetadataDirective='REPLACE')"
PUT = "s3.put_object(Bucket=BUCKET, Key=%s, Body=b'small')"
HEAD = "try:\n        head = s3.head_object(Bucket=BUCKET, Key=key)\n    except s3.exceptions.ClientError as error:\n" \
    "        if error.response['Error']['Code'] == '404':\n            return\n        raise\n    if %s:\n        return"
BAD = "bad = []\n    for line in s3.get_object(Bucket=BUCKET, Key=key)['Body'].iter_lines():\n        try:\n            int(line)\n" \
    "        except ValueError:\n            bad.append(line)\n    if bad:"
CASES = [("", COPY % "key", ["P810"]), ("if stored['size'] > MOST:\n        return", COPY % "key", ["P810"]),
         ("if not key.endswith('.jpg'):\n        return", PUT % "key", ["P810"]),
         ("if stored['size'] < MOST:\n        return", PUT % "key", []), ("", COPY % "'out/' + key", []),
         ("if s3.head_object(Bucket=BUCKET, Key=key)['Metadata'].get('done'):\n        return", COPY % "key", []),
         ("head = s3.head_object(Bucket=BUCKET, Key=key)\n    if head['ContentType'] == 'image/jpeg':\n        return",
          COPY % "key", []),
         (HEAD % "head['ContentLength'] > MOST", COPY % "key", ["P810"]),
         (HEAD % "head['ContentLength'] > MOST", PUT % "key", []),
         (HEAD % "head['ContentLength'] > MOST and 'done' in head['Metadata']", COPY % "key", []),
         (HEAD % "head['ContentLength'] > MOST", COPY % "f'in/small/{stored[\"etag\"]}'", ["P810"]),
         ("", PUT % "key.removesuffix('.csv') + '-bad.csv'", ["P810"]),
         ("if key.endswith('-bad.csv'):\n        return", PUT % "key.removesuffix('.csv') + '-bad.csv'", []),
         ("", PUT % "'out/' + key.removesuffix('.csv') + '.json'", []),
         ("if key.endswith('.jpg'):", "    " + PUT % "key", ["P810"]),
         (BAD, "    " + PUT % "f'in/bad/{event[\"id\"]}'", ["P810"]), (BAD, "    " + PUT % "'in/failed-' + event['id']", ["P810"]),
         (BAD, "    " + PUT % "f'bad/{event[\"id\"]}'", []), (BAD, "    " + PUT % "f'in/part-{event[\"id\"]}'", []),
         (BAD, "    print('bad lines')\n        " + PUT % "f'in/bad/{event[\"id\"]}'" + "\n    return {'bad': len(bad)}", ["P810"]),
         ("if key.startswith('in/bad/'):\n        return\n    " + BAD, "    " + PUT % "f'in/bad/{event[\"id\"]}'", []),
         ("if key.count('/') > 1:\n        return\n    " + BAD, "    " + PUT % "f'in/bad/{event[\"id\"]}'", []),
         ("folder = key.split('/')[1]\n    if folder in ('bad', 'done'):\n        return\n    " + BAD,
          "    " + PUT % "f'in/bad/{event[\"id\"]}'", [])]


@cases("test, store, expected", CASES)
def test_a_lambda_stores_the_object_of_its_own_event(finding_ids, test, store, expected):
    ids = finding_ids({"a": CODE % (test, store), "b": "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], "
                       "Key=f\"in/{event['id']}\", Body=b'a')"})
    assert [id_ for id_ in ids if id_ == "P810"] == expected


STREAM = "infra:\n  stream: {table: demo%s}\n---\nfor record in event['Records']:\n    "
SUM = "table.put_item(Item={'pk': 'sum', 'sk': record['eventID'], 'n': 5})"
COUNT = "table.update_item(Key={'pk': 'count', 'sk': 'all'}, UpdateExpression='ADD n :n', " \
    "ExpressionAttributeValues={':n': 1})"
INSERT, MODIFY = (f", filter: {{eventName: [{name}]}}" for name in ("INSERT", "MODIFY"))

test_a_lambda_that_writes_to_the_table_whose_stream_it_reads = finds([
    (STREAM % "" + SUM, ["P810"]), (STREAM % INSERT + SUM, ["P810"]), (STREAM % MODIFY + SUM, []),
    (STREAM % "" + COUNT, ["P810"]), (STREAM % MODIFY + COUNT, ["P810"]), (STREAM % INSERT + COUNT, []),
    (STREAM % ", filter: {dynamodb: {Keys: {pk: {S: [order]}}}}" + SUM, []),
    (STREAM % "" + SUM.replace("table.put", "boto3.resource('dynamodb').Table(os.environ['DEMO_SUM_TABLE']).put"), []),
    (STREAM % "" + "if 'paid' in record['dynamodb']['NewImage']:\n        " + SUM, []),
], "flow_ids", app=lambda text: {"a": text}, only=["P810"])

RULE = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo%s}, topic: Object Created}\n---\n" \
    "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    s3 = boto3.client('s3')\n" \
    "    for record in event['Records']:\n        bucket, key = record['s3']['bucket']['name'], record['s3']['object']['key']\n"
NOTIFIED = RULE % ", form: notification"
FIRST = NOTIFIED.partition("    for record")[0] + "    bucket = event['Records'][0]['s3']['bucket']['name']\n" \
    "    s3.put_object(Bucket=%s, Key='last', Body=b'')"

test_code_for_notifications = finds([
    (NOTIFIED + "        s3.get_object(Bucket=bucket, Key=key)", ["P412"]),
    (NOTIFIED + "        s3.get_object(Bucket=bucket, Key=unquote_plus(key))", []),
    (NOTIFIED.replace("unquote_plus", "unquote") + "        s3.get_object(Bucket=bucket, Key=unquote(key))", ["P412"]),
    (NOTIFIED.replace("unquote_plus", "unquote") + "        s3.get_object(Bucket=bucket, Key=unquote(key.replace('+', ' ')))", []),
    (NOTIFIED + "        s3.get_object(Bucket=bucket, Key=unquote_plus(key, encoding='utf-8'))", []),
    (NOTIFIED + "        s3.head_object(Bucket=bucket, Key=key)", ["P412"]),
    (NOTIFIED + "        boto3.resource('s3').Object(bucket, key).get()", ["P412"]),
    (NOTIFIED + "        s3.download_file(bucket, key, '/tmp/x')", ["P412"]),
    (NOTIFIED + "        s3.copy_object(Bucket=bucket, Key='x', CopySource={'Bucket': bucket, 'Key': key})", ["P412"]),
    (NOTIFIED + "        print(bucket, key)", []),
    (NOTIFIED + "        print(record['s3']['object']['etag'])", ["P401"]),
    (NOTIFIED + "        print(record['eventName'], record['s3']['object'].get('versionId'))", []),
    (RULE % "" + "        print(bucket, key)", ["P401"]),
    (RULE % ", form: event" + "        print(bucket, key)", ["P401"]),
])

QUEUED = "infra:\n  queue: {from: {source: {type: bucket, name: demo%s}, topic: Object Created}}\n---\n" \
    "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    s3 = boto3.client('s3')\n" \
    "    for message in event['Records']:\n        record = json.loads(message['body'])['Records'][0]['s3']\n" \
    "        s3.get_object(Bucket=record['bucket']['name'], Key=%s)"

test_notifications_in_a_queue = finds([
    (QUEUED % (", form: notification", "record['object']['key']"), ["P412"]),
    (QUEUED % (", form: notification", "unquote_plus(record['object']['key'])"), []),
    (QUEUED % ("", "unquote_plus(record['object']['key'])"), ["P401"]),
])

MOVE = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo%s}, topic: Object Created, prefix: in/, suffix: .csv}" \
    "\n---\nfrom urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    s3 = boto3.client('s3')\n%s" \
    "    s3.copy_object(Bucket=bucket, Key=%s, CopySource={'Bucket': bucket, 'Key': key})"
OF_EVENT = "    bucket, key = event['detail']['bucket']['name'], event['detail']['object']['key']\n"
REFUSED = "    rows = s3.get_object(Bucket=bucket, Key=key)['Body'].read().splitlines()\n    if rows:\n        return\n"
OF_RECORD = "    record = event['Records'][0]['s3']\n    bucket, key = record['bucket']['name'], unquote_plus(record['object']['key'])\n"

test_a_lambda_that_moves_the_object_of_its_event = finds([
    ("", OF_EVENT, "f'in/done/{os.path.basename(key)}'", ["P810"]),
    ("", OF_EVENT, "'in/done/' + key.split('/')[-1]", ["P810"]),
    ("", OF_EVENT, "'in/done/' + key.rpartition('/')[2]", ["P810"]),
    (", form: notification", OF_RECORD, "'in/done/' + key.rsplit('/', 1)[-1]", ["P810"]),
    (", form: notification", OF_RECORD, "f\"in/done/{key.rsplit('/', 1)[1]}\"", ["P810"]),
    ("", OF_EVENT, "'done/' + os.path.basename(key)", []), ("", OF_EVENT, "'in/done/' + key.split('.')[-1]", []),
    ("", OF_EVENT, "'in/done/' + os.path.basename(key) + '.gz'", []), ("", OF_EVENT, "key.split('/')[-1]", []),
    ("", OF_EVENT + "    if key.startswith('in/done/'):\n        return\n", "'in/done/' + key.split('/')[-1]", []),
    ("", OF_EVENT + "    folder, _slash, name = key.rpartition('/')\n    if folder != 'in':\n        return\n",
     "'in/done/' + name", []),
    ("", OF_EVENT + REFUSED, "key.removesuffix('.csv') + '-refused.csv'", ["P810"]),
    ("", OF_EVENT + REFUSED, "f\"{key.removesuffix('.csv')}.errors.csv\"", ["P810"]),
    ("", OF_EVENT + REFUSED, "key.removesuffix('.csv') + '-refused.txt'", []),
    ("", OF_EVENT + REFUSED, "key.replace('in/', 'refused/', 1)", []),
    ("", OF_EVENT + "    if key.endswith('-refused.csv'):\n        return\n" + REFUSED,
     "key.removesuffix('.csv') + '-refused.csv'", []),
    ("", OF_EVENT + REFUSED + "    report = key.removesuffix('.csv') + '-refused.csv'\n", "report", ["P810"]),
    ("", OF_EVENT + "    end = '-refused.csv'\n    if key.endswith(end):\n        return\n" + REFUSED,
     "key.removesuffix('.csv') + end", []),
], "flow_ids", app=lambda form, code, stored: {"a": MOVE % (form, code, stored)}, only=["P810"])


@pytest.mark.parametrize("bucket, expected", [("bucket", ["P810"]), ("os.environ['DEMO_COPY_BUCKET']", [])])
def test_a_lambda_that_stores_in_the_bucket_of_its_notification_invokes_itself(flow_ids, bucket, expected):
    assert flow_ids({"a": FIRST % bucket}) == expected
