"""Kinds of bugs that were missed in apps whose bugs were written without sight of the checks."""
from checks import example
from tests.fixtures.checks import finds, problems

ID = "import random, secrets, uuid\n\nTICKET = %s\n\n\ndef handler(event, context):\n    item = {'%s': TICKET, 'sk': 'a'}\n" \
    "    table.put_item(Item={**item, 'number': event['a']})"
CACHE = "import time\n\n\nclass Token:\n    read_at = 0\n\n    def header(self, %s):\n" \
    "        return now - self.read_at > 60\n\n\ndef handler(event, context):\n    return Token().header()"

test_an_id_of_the_cold_start = finds([
    (ID % ("uuid.uuid4().hex", "pk"), ["P112"]), (ID % ("uuid.uuid4().hex", "number"), ["P112"]),
    (ID % ("secrets.token_hex(8)", "number"), ["P112"]), (ID % ("random.randint(1, 10**9)", "number"), ["P112"]),
    (ID % ("uuid.uuid4().hex", "size"), []), (ID % ("random.randint(1, 9)", "size"), []),
    ((ID % ("uuid.uuid4().hex", "number")).replace("TICKET", "INSTANCE"), []),
], only=["P112"], tables="{demo: {key: {number: string}}}")

test_a_time_of_the_cold_start = finds([
    (CACHE % "now=time.monotonic()", ["P112"]), (CACHE % "now=time.perf_counter()", ["P112"]),
    (CACHE % "now=60", []), (CACHE % "now=1, started=time.monotonic()", []),
], only=["P112"])

REQUEST = "import urllib.error\nimport urllib.request\nfrom urllib.error import HTTPError, URLError\n" \
    "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        urllib.request.urlopen(event['url'], timeout=3)\n    except %s as error:\n        %s"

test_an_error_has_the_attributes_of_its_class = finds([
    (REQUEST % ("urllib.error.URLError", "return error.code"), ["P113"]), (REQUEST % ("URLError", "return error.reason"), []),
    (REQUEST % ("urllib.error.HTTPError", "return error.code"), []),
    (REQUEST % ("URLError", "if hasattr(error, 'code'):\n            return error.code"), []),
    (REQUEST % ("URLError", "if isinstance(error, HTTPError):\n            return error.code"), []),
    (REQUEST % ("(HTTPError, URLError)", "return error.code"), ["P113"]),
    (REQUEST % ("(HTTPError, URLError)", "return error.reason"), []),
    (REQUEST % ("(ClientError, KeyError)", "return error.response"), ["P113"]),
    (REQUEST % ("URLError", "return getattr(error, 'code', 0)"), []),
], only=["P113"])

BATCH = "with table.batch_writer(overwrite_by_pkeys=[%s]) as batch:\n" \
    "    for row in event['rows']:\n        batch.put_item(Item={%s})"

test_a_batch_tells_items_apart_by_the_whole_key = finds([
    (BATCH % ("'sensor'", "**row, 'expires': 5"), ["P344"]), (BATCH % ("'sensor', 'taken'", "**row, 'expires': 5"), []),
    (BATCH % ("'sensor', 'lux'", "**row, 'expires': 5"), ["P344"]), (BATCH % ("'sensor'", "**row, 'taken': 5"), []),
    (BATCH % ("'sensor'", "'sensor': row['s'], 'taken': row['t']"), ["P344"]), (BATCH % ("*event['keys']", "**row, 'expires': 5"), []),
], only=["P344"], tables="{demo: {key: {sensor: string, taken: number}}}")

ISLICE = "from itertools import islice\n\n\ndef parts(rows):\n    while part := list(islice(rows, 10)):\n        yield part\n\n\n" \
    "def handler(event, context):\n    file, rows = open('/tmp/a'), %s\n    return [*parts(rows), file]"

test_a_list_has_no_position = finds([
    (ISLICE % "[]", ["P174"]), (ISLICE % "iter([])", []), (ISLICE % "event['rows']", []), (ISLICE % "sorted(event)", ["P174"]),
], only=["P174"])

FORM = "return boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a', Conditions=[%s])"

test_a_range_ends_after_its_beginning = finds([
    (FORM % "['content-length-range', 8 * 1024 * 1024, 1]", ["P225"]), (FORM % "['content-length-range', 1, 8 * 1024 * 1024]", []),
    (FORM % "['content-length-range', 5, 5]", []), (FORM % "['content-length-range', 1, event['most']]", []),
], only=["P225"])

TEXT = "from aws_lambda_powertools.event_handler.exceptions import Problem\n\nMOST = 4\n\n\ndef handler(event, context):\n    if event['a'] > MOST:\n        raise %s\n" \
    "    return {'statusCode': 400, 'body': json.dumps({'message': %s})}"

test_a_text_with_a_constant_of_the_module_is_an_f_string = finds([
    (TEXT % ("ValueError('at most {MOST} photos')", "'a'"), ["P159"]), (TEXT % ("Problem(400, 'at most {MOST} photos')", "'a'"), ["P159"]),
    (TEXT % ("ValueError(f'at most {MOST} photos')", "'a'"), []), (TEXT % ("Problem('at most {MOST} photos', MOST=MOST)", "'a'"), []),
    (TEXT % ("ValueError", "'at most {MOST} photos'"), ["P159"]), (TEXT % ("ValueError('{MOST}')", "'{MOST}'"), []),
    (TEXT % ("Problem('at most {LEAST} photos')", "'a'"), []), (TEXT % ("problem('at most {MOST} photos').error()", "'a'"), []),
], only=["P159"])

YEAR = "from datetime import date\n\n\ndef handler(event, context):\n    start = %s\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': (%s).isoformat(), 'code': 'ConditionalCheckFailedException'})"
LATER = "start.replace(year=start.year + 1)"

test_a_year_later_has_no_29_february = finds([
    (YEAR % ("date.fromisoformat(event['a'])", LATER), ["P178"]), (YEAR % ("max(date.today(), event['a'])", LATER), ["P178"]),
    (YEAR % ("date.today()", "date(start.year + 1, start.month, start.day)"), ["P178"]),
    (YEAR % ("date.today()", "date(start.year + 1, start.month, 1)"), []), (YEAR % ("date.today()", "date(start.year, start.month, start.day)"), []),
    (YEAR % ("date.today().replace(day=1)", LATER), []), (YEAR % ("date.fromisoformat(event['month'] + '-01')", LATER), []),
    (YEAR % ("date.today().replace(day=1)", "start.replace(day=start.day + 1)"), []),
    (YEAR % ("date.fromisoformat(event['a'])", "start.replace(day=start.day + 1)"), ["P149"]),
    (YEAR % ("event['start']", LATER), []), ((YEAR % ("date.today()", LATER)).replace("'ConditionalCheckFailedException'", "str(ValueError)"), []),
], only=["P149", "P178"])

SECONDS = "from datetime import datetime, timedelta\n\n\ndef price(duration%s):\n    %s\n\n\n" \
    "def handler(event, context):\n    end = datetime.fromisoformat(event['end'])\n    begin = datetime.now()\n" \
    "    print(price(end - begin))\n    return %s"

test_a_duration_has_days_too = finds([
    (SECONDS % (": timedelta", "return -(-duration.seconds // 1800)", "0"), ["P196"]),
    (SECONDS % ("", "return -(-duration.seconds // 1800)", "0"), []),
    (SECONDS % (": timedelta", "return duration.days * 48 + duration.seconds // 1800", "0"), []),
    (SECONDS % (": timedelta", "if duration > timedelta(days=1):\n        return 48\n    return duration.seconds // 1800", "0"), []),
    (SECONDS % ("", "return duration", "(end - begin).seconds"), ["P196"]), (SECONDS % ("", "return duration", "(datetime.now() - begin).seconds"), []),
    (SECONDS % ("", "return duration", "event.seconds"), []),
], only=["P196"])

CURSOR = "import base64\n\n\ndef cursor(key):\n    return base64.urlsafe_b64encode(%s).decode()\n\n\n" \
    "def handler(event, context):\n    more = {'ExclusiveStartKey': json.loads(base64.urlsafe_b64decode(event['next']))}\n" \
    "    page = table.scan(**more if 'next' in event else {})\n    return cursor(page['LastEvaluatedKey']), page['Items']"

test_a_cursor_is_json = finds([
    (CURSOR % "str(key).encode()", ["P343"]), (CURSOR % "f'{key}'.encode()", ["P343"]), (CURSOR % "repr(key).encode()", ["P343"]),
    (CURSOR % "json.dumps(key).encode()", []), (CURSOR % "f\"{key['pk']}\".encode()", []), (CURSOR % "str(key['pk']).encode()", []),
    ((CURSOR % "str(key).encode()").replace("cursor(page['LastEvaluatedKey'])", "cursor(event['text'])"), []),
], only=["P343"])

MAIL = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('%s').%s\n    except ClientError as error:\n        return error.response%s"
SEND = ("ses", "send_templated_email(**event)")

test_the_message_of_an_error_is_in_its_error = finds([
    (MAIL % (*SEND, "['Message']"), ["P224"]), (MAIL % (*SEND, "['Error']['Message']"), []),
    (MAIL % (*SEND, ".get('Message')"), ["P224"]), (MAIL % ("lambda", "invoke(**event)", "['Message']"), []),
], only=["P224"])

KEY = "s3 = boto3.client('s3')\nBUCKET = os.environ['DEMO_BUCKET']\n" \
    "s3.put_object(Bucket=BUCKET, Key=f\"%s/{event['a']}\", Body=b'a')\n"

test_a_key_has_no_slash_at_its_beginning = finds([
    (KEY % "/texts" + "s3.get_object(Bucket=BUCKET, Key=f\"texts/{event['b']}\")", ["P614"]),
    (KEY % "texts" + "s3.get_object(Bucket=BUCKET, Key=f\"/texts/{event['b']}\")", ["P614"]),
    (KEY % "/texts" + "s3.get_object(Bucket=BUCKET, Key=f\"/texts/{event['b']}\")", []),
    (KEY % "texts" + "s3.get_object(Bucket=BUCKET, Key=f\"texts/{event['b']}\")", []),
    (KEY % "/texts" + "s3.get_object(Bucket=BUCKET, Key=event['b'])", []), (KEY % "/texts", []),
    (KEY % "/texts" + "s3.list_objects_v2(Bucket=BUCKET, Prefix='texts/')", ["P614"]),
    (KEY % "/texts" + "return s3.generate_presigned_url('get_object', Params={'Bucket': BUCKET, 'Key': f\"texts/{event['b']}\"})", ["P614"]),
], only=["P614"])

PHOTO = "infra:\n  events:\n  - name: photo\n    source: {type: bucket, name: demo%s}\n    topic: Object Created\n    prefix: raw/\n%s---\n" \
    "import urllib.parse\n\n\ndef handler(event, context):\n    s3 = boto3.client('s3')\n%s" \
    "    s3.get_object(Bucket=bucket, Key=key)"
DETAIL = PHOTO % ("", "    suffix: .jpg\n", "    key, bucket = event['detail']['object']['key'], os.environ['DEMO_BUCKET']\n")
NOTIFIED = PHOTO % (", form: notification", "    suffix: .jpg\n", "    part = event['Records'][0]['s3']\n    bucket = part['bucket']['name']\n"
                    "    key = urllib.parse.unquote_plus(part['object']['key'])\n")
UPLOAD = "return boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], f\"%s/{event['a']}.jpg\")"

test_an_upload_has_the_prefix_of_a_rule = finds([
    ({"a": UPLOAD % prefix, "b": reader, **more}, expected) for prefix, reader, more, expected in [
        ("photos", DETAIL, {}, ["P835"]), ("photos", NOTIFIED, {}, ["P835"]), ("raw", DETAIL, {}, []), ("raw", NOTIFIED, {}, []),
        ("photos", NOTIFIED, {"c": "boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'])"}, []),
        ("photos", DETAIL.replace("    suffix: .jpg\n", ""), {}, []), ("photos", DETAIL.replace(".jpg", ".csv"), {}, []),
        ("photos", NOTIFIED, {"c": "boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"photos/{event['a']}\")"}, [])]
], only=["P835"])

LOAN = "from dataclasses import asdict, dataclass\n\n\n@dataclass\nclass Loan:\n    id: str\n    state: str = '%s'\n\n\n" \
    "def handler(event, context):\n    table.put_item(Item=asdict(Loan(%s)))"
STATES = "return table.query(IndexName='by_state', KeyConditionExpression=Key('state').eq('out'))['Items']"

test_an_index_is_read_for_a_text_that_a_dataclass_has = finds([
    ({"a": LOAN % (text, passed), "b": STATES}, expected) for text, passed, expected in [
        ("lent", "event['id']", []), ("lent", "event['id'], event['state']", []), ("ou", "event['id']", ["P834"]), ("out", "event['id']", []),
        ("ou", "event['id'], event['state']", []), ("ou", "**event['row']", [])]
], only=["P834"], tables="{demo: {key: {id: string}, indexes: {by_state: {key: {state: string}}}}}")

OPEN = "rows, start = [], {}\nwhile True:\n    page = table.scan(FilterExpression=Attr('until').gte(5), **start)\n" \
    "    rows.extend(page['Items'])\n    if %s:\n        return rows\n" \
    "    start = {'ExclusiveStartKey': page['LastEvaluatedKey']}"

test_an_empty_page_is_not_the_last_one = finds([
    (OPEN % "not page['Items'] or not page.get('LastEvaluatedKey')", ["P338"]), (OPEN % "not page.get('LastEvaluatedKey')", []),
    ((OPEN % "not page['Items'] or not page.get('LastEvaluatedKey')").replace("FilterExpression=Attr('until').gte(5), ", ""), []),
], only=["P338"])

PAGES = "pages = boto3.client('dynamodb').get_paginator('scan').paginate(TableName=os.environ['DEMO_TABLE'])\n%s"

test_pages_have_no_items = finds([
    (PAGES % "return pages['Items']", ["P206"]), (PAGES % "return [row['a'] for row in pages['Items']]", ["P206"]),
    (PAGES % "return [row for page in pages for row in page['Items']]", []), (PAGES % "return list(pages)[0]['Items']", []),
    (PAGES % "return list(pages.search('Items[]'))", []), (PAGES % "return pages.build_full_result()['Items']", []),
    (PAGES % "if isinstance(pages, list):\n    return 1\nreturn sum(page['Count'] for page in pages)", []),
    (PAGES % "first = next(iter(pages))\nreturn first['Items']", []),
    (PAGES % "for page in pages:\n    for row in page['Items']:\n        print(row)\n    break", []),
], only=["P206", "P168", "P118", "P142"])

BOTH = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    client = boto3.client('dynamodb')\n    try:\n" \
    "        row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n        client.transact_write_items(TransactItems=[{'Update': {" \
    "'TableName': table.name, 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}}, 'UpdateExpression': 'ADD n :one', 'ExpressionAttributeValues': " \
    "{':one': {'N': '1'}}, 'ConditionExpression': 'attribute_exists(pk)'}}])\n        return row\n" \
    "    except ClientError as error:\n        if error.response['Error']['Code'] == '%s':\n            return None\n        raise"


def test_the_error_of_a_single_write_is_none_of_a_transaction(folder, monkeypatch):
    texts = {"lambdas/a/index.py": example.index(BOTH % "ConditionalCheckFailedException")}
    found = [problem for problem in problems(folder, monkeypatch, texts) if "[P231]" in problem.message]
    assert [(problem.message.partition("] ")[2].partition("\n")[0], problem.hint) for problem in found] == [
        ("TransactWriteItems never raises ConditionalCheckFailedException", "TransactionCanceledException")]

EXPIRES = "table.put_item(Item={**event['row'], 'id': event['id'], '%s': int(time.time()) + 60})"

test_a_time_to_live_is_nearly_an_attribute = finds([
    (EXPIRES % "expires", ["P833"]), (EXPIRES % "expiry", []), (EXPIRES % "size", []),
    (EXPIRES % "expires" + "\nprint(event['row']['expiry'])", []),
], app=lambda code: {"a": code, "b": "return 1"}, only=["P833"], tables="{demo: {key: {id: string}, ttl: expiry}}")

COLUMN = "infra:\n  events:\n  - name: moved\n    source: {type: table, name: demo}\n    topic: MODIFY\n" \
    "    pattern: {diffKeys: [%s]}\n---\nprint(event['detail']['records'])"

test_a_column_is_nearly_an_attribute = finds([
    (COLUMN % "expiry", ["P836"]), (COLUMN % "expires", []), (COLUMN % "other", []),
], app=lambda code: {"a": code, "b": EXPIRES % "expires"}, only=["P836"], tables="{demo: {key: {id: string}}}")

WORK = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(json.loads(record['body'])['id'])"
TO_WORK = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=%s)"

test_the_text_of_a_mapping_is_no_json = finds([
    ({"a": WORK, "b": TO_WORK % text}, expected) for text, expected in [
        ("f\"{dict(id=event['id'])}\"", ["P821"]), ("str({'id': event['id']})", ["P821"]), ("json.dumps({'id': event['id']})", []),
        ("f\"{json.dumps({'id': event['id']})}\"", []), ("f\"{event['body']}\"", [])]
], only=["P821"])
