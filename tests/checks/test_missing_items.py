"""Items that the code takes for granted, and keys that no lambda writes."""
from checks import key_reads
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

GET = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n"
OK = "return {'statusCode': 200, 'body': json.dumps(%s, default=str)}"
NONE = ":\n    return {'statusCode': 404}\n"
ITEM = "table.get_item(Key={'pk': f\"star#{event['pathParameters']['id']}\", 'sk': 'x'})"
ROWS = "rows = table.query(KeyConditionExpression=Key('pk').eq(event['pathParameters']['id']))['Items']\n"
HELPER = "def item(id_):\n    table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n" \
    "    response = table.get_item(Key={'pk': id_, 'sk': 'x'})\n    return response['Item']\n\n\n" \
    "def handler(event, context):\n    "
WRITTEN = "def record(key):\n    ONE = {'TableName': table.name, 'Key': {'pk': key, 'sk': 'x'}}\n" \
    "    table.meta.client.transact_write_items(TransactItems=[%s])\n\n\n" \
    "def handler(event, context):\n    key = event['pathParameters']['id']\n    record(key)\n" \
    "    item = table.get_item(Key={'pk': key, 'sk': 'x'})['Item']\n    " + OK % "item"
GRANTED = [
    (f"item = {ITEM}['Item']\n" + OK % "item", ["P325"]),
    (OK % f"{ITEM}['Item']['name']", ["P325"]),
    (f"item = {ITEM}.get('Item')\n" + OK % "item['name']", ["P325"]),
    (f"item = {ITEM}.get('Item')\nif not item" + NONE + OK % "item['name']", []),
    (f"item = {ITEM}.get('Item')\nif item is None" + NONE + OK % "item['name']", []),
    (f"if (item := {ITEM}.get('Item')) is None" + NONE + OK % "item['name']", []),
    (f"item = {ITEM}.get('Item', {{}})\n" + OK % "item.get('name')", []),
    (f"item = {ITEM}.get('Item') or {{'name': ''}}\n" + OK % "item['name']", []),
    (f"response = {ITEM}\nif 'Item' not in response" + NONE + OK % "response['Item']", []),
    (f"response = {ITEM}\nassert 'Item' in response\n" + OK % "response['Item']", []),
    (f"try:\n    item = {ITEM}['Item']\nexcept KeyError" + NONE + OK % "item", []),
    (HELPER + OK % "item(event['pathParameters']['id'])", ["P325"]),
    (HELPER + "try:\n        star = item(event['pathParameters']['id'])\n    except KeyError:\n"
     "        return {'statusCode': 404}\n    " + OK % "star", []),
    (ROWS + OK % "rows[0]", ["P325"]),
    (ROWS + "if not rows" + NONE + OK % "rows[0]", []),
    (ROWS + "if len(rows) != 1" + NONE + OK % "rows[0]", []),
    (ROWS + OK % "rows[0] if rows else None", []),
    (ROWS + "try:\n    row = rows[0]\nexcept IndexError" + NONE + OK % "row", []),
    (ROWS.replace("rows =", "response =").replace("['Items']", "") + "if response['Count'] == 0" + NONE
     + OK % "response['Items'][0]", []),
    ("item = boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': "
     "event['pathParameters']['id']}, 'sk': {'S': 'x'}})['Item']\n" + OK % "item", ["P325"]),
    (f"item = {ITEM}.get('Item', {{}})\n" + OK % "item['name']", ["P325"]),
    (f"item = {ITEM}.get('Item')\n" + OK % "item.get('name')", ["P325"]),
    ("[row] = table.query(KeyConditionExpression='pk = :p', ExpressionAttributeValues={':p': event['pathParameters']['id']})"
     "['Items']\n" + OK % "row", ["P325"]),
    (ITEM.replace("get_item(", "delete_item(ReturnValues='ALL_OLD', ") + "['Attributes']\n" + OK % "1", ["P325"]),
    (ITEM.replace("get_item(", "delete_item(ReturnValues='ALL_OLD', ConditionExpression='attribute_exists(pk)', ")
     + "['Attributes']\n" + OK % "1", []),
    # The item exists for all that the code tells: the app's own, or one that it has just written.
    ("item = table.get_item(Key={'pk': 'config', 'sk': 'x'})['Item']\n" + OK % "item", []),
    ("key = event['pathParameters']['id']\ntable.put_item(Item={'pk': key, 'sk': 'x'})\n"
     "item = table.get_item(Key={'pk': key, 'sk': 'x'})['Item']\n" + OK % "item", []),
    # A transaction that fails without it.
    (WRITTEN % "{'Update': {**ONE, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {':n': 1}}}", []),
    (WRITTEN % "{'ConditionCheck': {**ONE, 'ConditionExpression': 'attribute_exists(pk)'}}", []),
    (WRITTEN % "{'ConditionCheck': {**ONE, 'ConditionExpression': 'attribute_not_exists(pk)'}}", ["P325"]),
    (WRITTEN % "{'Delete': ONE}", ["P325"]),
    (WRITTEN % "{'Put': {'TableName': table.name, 'Item': {'pk': 'a', 'sk': 'x'}}}", ["P325"]),
]
S3, SQS, BUCKET = "boto3.client('s3')", "boto3.client('sqs')", "Bucket=os.environ['DEMO_BUCKET']"
LISTS = [
    (f"return {S3}.list_objects_v2({BUCKET})['Contents']", ["P326"]),
    (f"return {S3}.list_objects_v2({BUCKET}, Prefix='inbox/')['Contents'][0]['Key']", ["P326"]),
    (f"for page in {S3}.get_paginator('list_objects_v2').paginate({BUCKET}):\n    print(page['Contents'])", ["P326"]),
    (f"return {S3}.list_objects_v2({BUCKET}, Delimiter='/')['CommonPrefixes']", ["P326"]),
    (f"return {S3}.list_object_versions({BUCKET})['Versions']", ["P326"]),
    (f"{S3}.delete_objects({BUCKET}, Delete={{'Objects': [{{'Key': 'a'}}]}})['Errors']", ["P326"]),
    (f"return {SQS}.receive_message(QueueUrl=event['url'])['Messages']", ["P326"]),
    (f"return {SQS}.send_message_batch(QueueUrl=event['url'], Entries=[{{'Id': '1', 'MessageBody': 'x'}}])['Failed']",
     ["P326"]),
    (f"page = {S3}.list_objects_v2({BUCKET})\nreturn page['Contents'] if 'Contents' in page else []", []),
    (f"page = {S3}.list_objects_v2({BUCKET})\nif page['KeyCount']:\n    return page['Contents']", []),
    (f"page = {S3}.list_objects_v2({BUCKET})\nif page.get('Contents'):\n    return page['Contents']", []),
    (f"try:\n    return {S3}.list_objects_v2({BUCKET})['Contents']\nexcept KeyError:\n    return []", []),
    (f"{S3}.put_object({BUCKET}, Key='a', Body=b'')\nreturn {S3}.list_objects_v2({BUCKET})['Contents']", []),
    (f"return {S3}.list_objects_v2({BUCKET}, Prefix=event['detail']['object']['key'])['Contents']", []),
    ("infra:\n  events: [{name: stored, source: {type: bucket, name: demo}}]\n---\n"
     f"return {S3}.list_objects_v2({BUCKET})['Contents']", []),
    (f"return {S3}.list_buckets()['Buckets']", []), ("return boto3.client('sns').list_topics()['Topics']", []),
]
PUT = "table.put_item(Item={'pk': f\"user#{event['id']}\", 'sk': 'profile', 'n': 1})"
ORDER = PUT + "\ntable.put_item(Item={'pk': f\"user#{event['id']}\", 'sk': f\"order#{event['o']}\", 'n': 1})"
READ = "return table.get_item(Key={'pk': f\"%s{event['id']}\", 'sk': '%s'}).get('Item')"
QUERY = "return table.query(KeyConditionExpression=Key('pk').eq(f\"user#{event['id']}\") & " \
    "Key('sk').begins_with('%s'))['Items']"
UPDATE = "\ntable.update_item(Key={'pk': f\"user#{event['id']}\", 'sk': 'settings'}, UpdateExpression='SET a = :a', " \
    "ExpressionAttributeValues={':a': 1})"
UNWRITTEN = [
    (READ % ("user#", "profile"), PUT, []), (READ % ("users#", "profile"), PUT, ["P825"]),
    (READ % ("USER#", "profile"), PUT, ["P825"]), (READ % ("user-", "profile"), PUT, ["P825"]),
    (READ % ("user#", "profil"), PUT, ["P825"]), (READ % ("user#", "settings"), PUT, ["P825"]),
    (READ % ("room#", "profile"), PUT, []), (READ % ("user#", "settings"), PUT + UPDATE, []),
    ("return table.get_item(Key={'pk': 'config', 'sk': 'app'}).get('Item')", PUT, []),
    ("return table.get_item(Key={'pk': event['pk'], 'sk': event['sk']}).get('Item')", PUT, []),
    ("return table.get_item(Key={'pk': 'profile', 'sk': f\"user#{event['id']}\"}).get('Item')", PUT, ["P825"]),
    (READ % ("users#", "profile"), PUT + "\ntable.put_item(Item=event['row'])", []),
    (READ % ("user#", "settings"), PUT + "\ntable.put_item(Item={'pk': 'user#1', 'sk': event['sk']})", []),
    (READ % ("user#", "settings"), "print(os.environ['DEMO_TABLE'])", []),
    (QUERY % "order#", ORDER, []), (QUERY % "orders#", ORDER, ["P825"]), (QUERY % "invoice#", ORDER, ["P825"]),
    (QUERY % "pro", ORDER, []),
    ("return table.query(KeyConditionExpression=Key('pk').eq(f\"User#{event['id']}\"))['Items']", PUT, ["P825"]),
    ("return boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': "
     "f\"users#{event['id']}\"}, 'sk': {'S': 'profile'}}).get('Item')", PUT, ["P825"]),
    (READ % ("user#", "profile"), "with table.batch_writer() as batch:\n    batch.put_item("
     "Item={'pk': f\"user#{event['id']}\", 'sk': 'profile'})", []),
]

test_an_item_that_a_request_names_may_be_missing = finds((GET + code, expected) for code, expected in GRANTED)

test_a_key_that_is_read_is_one_that_is_written = finds(({"a": read, "b": write}, expected) for read, write, expected in UNWRITTEN)

test_a_response_has_no_empty_list_of_s3_or_sqs = finds(LISTS, only=["P326"])


@cases("read, written, expected", [
    ("orders-add", "orders-add", False),
    ("orders-a-endpoint", "orders-a-none", False),  # of `make new-lambda`
    ("orders-a", "orders-b", False),
    ("orders", "orders-a", False),
    ("order-adds", "orders_add", True),
    ("oder-add", "order-add", True),
    ("orderadd", "order-add", True),
])
def test_keys_that_differ_by_a_letter_are_nearly_the_same(read, written, expected):
    assert key_reads.is_nearly(read, written) == key_reads.is_nearly(written, read) == expected


BATCH = "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[{'Id': '1', 'MessageBody': 'm'}])\n"
QUEUE = {"b": "infra:\n  queue: {}\n---\nprint(event)"}
FAILED = [
    (BATCH + "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])\nreturn len(response['Successful'])", []),
    (BATCH + "if response.get('Successful'):\n    return 1\nraise RuntimeError(response['Failed'])", []),
    (BATCH + "return len(response['Successful'])", ["P326", "P808"]), (BATCH + "return [len(response[name]) for name in ('Failed',)]", ["P326"]),
    (BATCH + "print(response['Failed'])\nreturn len(response['Successful'])", ["P326", "P808"]),
]

test_a_batch_without_failures_has_no_list_of_them = finds(({"a": code, **QUEUE}, expected) for code, expected in FAILED)

ROUTES = "infra:\n  endpoint: {api: public, routes: ['GET /lessons/{id}', 'POST /lessons/{id}']}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n\napp = APIGatewayRestResolver()\n\n\n" \
    "class Lesson:\n    def __init__(self, row):\n        self.size = row['size']\n\n\ndef lesson(id):\n" \
    "    row = table.get_item(Key={'pk': id, 'sk': 'lesson'}).get('Item')\n    return Lesson(row) if row else None\n\n\n" \
    "@app.get('/lessons/<id>')\ndef one(id):\n    found = lesson(id)\n    return {'size': found.size if found else 0}\n\n\n" \
    "@app.post('/lessons/<id>')\ndef add(id):\n    found = lesson(id)\n    %sreturn {'size': found.size}\n\n\n" \
    "def handler(event, context):\n    return app.resolve(event, context)"

test_a_route_tests_the_item_of_its_own_request = finds([("", ["P325"]), ("if found is None:\n        return {}\n    ", []),
                     ("if not found:\n        return {}\n    ", [])], app=lambda test: ROUTES % test, only=["P325"])

EMPTIED = "s3, bucket = boto3.client('s3'), os.environ['DEMO_BUCKET']\n" \
    "for page in s3.get_paginator('list_objects_v2').paginate(Bucket=bucket, Prefix=event['prefix']):\n%s"
DELETE = "    for entry in %s:\n        s3.delete_object(Bucket=bucket, Key=entry['Key'])"
test_a_list_that_the_lambda_empties = finds([
    (EMPTIED % DELETE % "page['Contents']", ["P326"]), (EMPTIED % DELETE % "page.get('Contents', [])", []),
    (EMPTIED % ("    if 'Contents' not in page:\n        continue\n" + DELETE % "page['Contents']"), []),
    (EMPTIED % ("    if not page['KeyCount']:\n        break\n" + DELETE % "page['Contents']"), []),
    (EMPTIED % "    print(len(page['Contents']))", []),
])

TOKENS = "s3 = boto3.client('s3')\n\n\ndef handler(event, context):\n    keys, more = [], {}\n    while True:\n        " \
    "page = s3.list_objects_v2(Bucket=os.environ['DEMO_BUCKET'], **more)\n        keys += page.get('Contents', [])\n" \
    "        %s\n            return len(keys)\n        more = {'ContinuationToken': page['NextContinuationToken']}"
test_the_key_of_the_next_page = finds([(TOKENS % code, ids) for code, ids in [
    ("if not page['NextContinuationToken']:", ["P235"]),
    ("token = page['NextContinuationToken']\n        if token is None:", ["P235"]),
    ("if not page.get('NextContinuationToken'):", []), ("if 'NextContinuationToken' not in page:", []),
    ("if not page['IsTruncated']:", [])]])
