"""Lambdas that write where they listen, items of a request in a list, and failures that helpers swallow."""

from tests.fixtures.checks import finds

RULE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    topic: INSERT\n%s---\n" \
    "for record in event['detail']['records']:\n    table.put_item(Item={'pk': record['pk'], 'sk': %s, 'n': 1})"
COPY = "infra:\n  events:\n  - name: dropped\n    source: {type: bucket, name: demo}\n    topic: Object Created\n" \
    "    pattern:\n      object: {key: [%s]}\n---\nfrom botocore.exceptions import ClientError\n\n\n" \
    "def handler(event, context, bucket=os.environ['DEMO_BUCKET']):\n    key = event['detail']['object']['key']\n" \
    "    s3 = boto3.client('s3')\n    try:\n        s3.get_object(Bucket=bucket, Key=key)\n" \
    "    except ClientError as error:\n        if error.response['Error']['Code'] != 'NoSuchKey':\n            raise\n" \
    "        return\n    s3.copy_object(Bucket=bucket, Key=%s, CopySource={'Bucket': bucket, 'Key': key})\n"
MOVED = "key.replace('inbox/', 'done/', 1)"
WRITER = "table.put_item(Item={'pk': event['device'], 'sk': f\"reading#{event['at']}\", 'n': 1})"
LOOPS = [
    (RULE % ("", "f\"hour#{event['time']}\""), ["P810"]),
    (RULE % ("    pattern: {sk: [reading]}\n", "f\"hour#{event['time']}\""), []),
    (RULE % ("", "record['sk']"), []), (RULE % ("", "'total'"), []),
    (COPY % ("{suffix: .csv}", MOVED), ["P810"]), (COPY % ("{suffix: .csv}", "f'done/{key}'"), ["P810"]),
    (COPY % ("{wildcard: inbox/*.csv}", MOVED), []), (COPY % ("{prefix: inbox/}", "f'done/{key}'"), []),
    (COPY % ("{suffix: .csv}", "f'done/{key}.old'"), []),
    (COPY % ("{suffix: .csv}", MOVED.replace("1)", "1) + '.done'")), []),
    ((COPY % ("{suffix: .csv}", MOVED)).replace("    s3.copy", "    if key.startswith('done/'):\n        return\n    s3.copy"),
     []),
]

test_a_lambda_does_not_write_what_its_rule_matches = finds((({"a": code, "b": WRITER}, expected) for code, expected in LOOPS), "flow_ids")

GET = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n" \
    "rows = table.query(KeyConditionExpression=Key('pk').eq(event['pathParameters']['id']))['Items']\n" \
    "found = [row['sk'] for row in rows]\n%sreturn {'statusCode': 200, 'body': json.dumps(%s)}"
REPOSITORY = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n" \
    "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Request:\n    event: dict\n" \
    "    path: dict = field(init=False)\n\n    def __post_init__(self):\n" \
    "        self.path = self.event.get('pathParameters') or {}\n\n\ndef handler(event, context):\n" \
    "    item = table.get_item(Key={'pk': f\"star#{Request(event).path['id']}\", 'sk': 'x'})%s\n" \
    "    return {'statusCode': 200, 'body': json.dumps(item, default=str)}"

test_an_item_of_a_request_may_be_missing = finds([
    (GET % ("", "found[0]"), ["P325"]), (GET % ("", "found"), []), (GET % ("", "found[:1]"), []),
    (GET % ("if not found:\n    return {'statusCode': 404}\n", "found[0]"), []),
    (GET % ("if len(found) == 0:\n    return {'statusCode': 404}\n", "found[0]"), []),
    (GET % ("if not rows:\n    return {'statusCode': 404}\n", "found[0]"), []),
    (GET % ("", "found[0] if found else None"), []),
    (REPOSITORY % "['Item']", ["P325"]), (REPOSITORY % ".get('Item')", []),
])

QUEUE = "infra:\n  queue: {batch: 10}\n---\ndef store(line):\n    try:\n" \
    "        table.put_item(Item={'pk': line['id'], 'sk': 'x'})\n    except %s:\n        %s\n\n\n" \
    "def handler(event, context):\n    failed = []\n    for record in event['Records']:\n        try:\n" \
    "            store(json.loads(record['body']))\n        except Exception as error:\n            print(error)\n" \
    "            failed.append({'itemIdentifier': record['messageId']})\n    return {'batchItemFailures': failed}"

test_a_helper_leaves_failures_to_the_handler_that_reports_them = finds([
    (QUEUE % ("Exception as error", "print(error)"), ["P511"]), (QUEUE % ("Exception as error", "raise error"), []),
    (QUEUE % ("KeyError as error", "print(error)"), []), (QUEUE % ("Exception", "return False"), []),
])
