"""Batches that are too large for the service: by slices, helpers, counting and long bodies; the ids and keys of entries."""

from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

CHUNKS = "def chunks(rows, size=100):\n    for at in range(0, len(rows), size):\n        yield rows[at:at + size]\n\n\n"
HANDLER = "def handler(event, context):\n    rows = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])" \
    ".scan()['Items']\n"
QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
SEND = "        response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=%s)\n" \
    "        if response.get('Failed'):\n            raise OSError\n"
ENTRIES = "[{'Id': str(at), 'MessageBody': row['pk']} for at, row in enumerate(batch)]"
LOOP = "    for at in range(0, len(rows), %s):\n        batch = rows[%s]\n" + SEND % ENTRIES
PUTS = "        response = boto3.client('dynamodb').batch_write_item(RequestItems={os.environ['DEMO_TABLE']: " \
    "[{'PutRequest': {'Item': row}} for row in batch]})\n        if response.get('UnprocessedItems'):\n" \
    "            raise OSError\n"
GETS = "        boto3.client('dynamodb').batch_get_item(RequestItems={os.environ['DEMO_TABLE']: {'Keys': " \
    "[{'pk': {'S': row['pk']}, 'sk': {'S': row['sk']}} for row in batch]}})\n"
WRITES = "        boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': " \
    "os.environ['DEMO_TABLE'], 'Item': {'pk': {'S': row['pk']}, 'sk': {'S': 'x'}}}} for row in batch])\n"
EMIT = "        response = boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'a', 'DetailType': 'B', 'Detail': '{}'} for row in batch])\n" \
    "        if response['FailedEntryCount']:\n            raise OSError\n"
COUNTED = "    batch = []\n    for row in rows:\n        batch.append({'Id': row['pk'], 'MessageBody': 'x'})\n" \
    "        if %s:\n" + (SEND % "batch").replace("        ", "            ") + "            batch = []\n" \
    "    if batch:\n" + SEND % "batch"
PUBLISH = "        response = boto3.client('sns').publish_batch(TopicArn=os.environ['DEMO_B_TOPIC'], " \
    "PublishBatchRequestEntries=[{'Id': row['pk'], 'Message': 'x'} for row in batch])\n" \
    "        if response.get('Failed'):\n            raise OSError\n"
DELETE = "        boto3.client('s3').delete_objects(Bucket=os.environ['DEMO_BUCKET'], Delete={'Objects': " \
    "[{'Key': row['pk']} for row in batch]})\n"


@cases("code, expected", [
    (HANDLER + LOOP % (100, "at:at + 100"), ["P210"]),
    (HANDLER + LOOP % (10, "at:at + 10"), []),
    (HANDLER + "    size = 25\n" + LOOP % ("size", "at:at + size"), ["P210"]),
    (HANDLER + LOOP.replace("        batch", "        end = at + 25\n        batch") % (25, "at:end"), ["P210"]),
    (HANDLER + LOOP.replace("        batch", "        end = at + 10\n        batch") % (25, "at:end"), []),
    (HANDLER + LOOP % (25, "at:min(at + 25, len(rows))"), ["P210"]),
    (HANDLER + LOOP % (1, "at * 25:(at + 1) * 25"), ["P210"]),
    (HANDLER + LOOP % (1, "at * 10:(at + 1) * 10"), []),
    (HANDLER + LOOP % (1, ":100"), ["P210"]),
    (HANDLER + LOOP % (1, "-10:"), []),
    (HANDLER + LOOP % ("context.identity.n", "at:at + context.identity.n"), []),
    ("SIZE = 10\n" + CHUNKS + HANDLER + "    for batch in chunks(rows, SIZE):\n" + SEND % ENTRIES, []),
    ("SIZE = 20\n" + CHUNKS + HANDLER + "    for batch in chunks(rows, SIZE):\n" + SEND % ENTRIES, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows):\n" + SEND % ENTRIES, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, size=10):\n" + SEND % ENTRIES, []),
    (CHUNKS + HANDLER + "    entries = [{'Id': row['pk'], 'MessageBody': 'x'} for row in rows]\n"
     "    for batch in chunks(entries, 50):\n" + SEND % "batch", ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 50):\n" + SEND % "list(map(entry, batch))" +
     "\n\ndef entry(row):\n    return {'Id': row['pk'], 'MessageBody': 'x'}", ["P210"]),
    ("def split(rows, n):\n    return [rows[i:i + n] for i in range(0, len(rows), n)]\n\n\n" + HANDLER
     + "    for batch in split(rows, 11):\n" + SEND % ENTRIES, ["P210"]),
    ("def split(rows, n):\n    while rows:\n        yield rows[:n]\n        rows = rows[n:]\n\n\n" + HANDLER
     + "    for batch in split(rows, 11):\n" + SEND % ENTRIES, ["P210"]),
    ("from itertools import batched\n\n\n" + HANDLER + "    for batch in batched(rows, 25):\n" + SEND % ENTRIES, ["P210"]),
    ("from itertools import batched\n\n\n" + HANDLER + "    for batch in batched(rows, 10):\n" + SEND % ENTRIES, []),
    ("from itertools import islice\n\n\n" + HANDLER + "    left = iter(rows)\n"
     "    for batch in iter(lambda: list(islice(left, 25)), []):\n" + SEND % ENTRIES, ["P210"]),
    (HANDLER + COUNTED % "len(batch) == 10", []), (HANDLER + COUNTED % "len(batch) >= 25", ["P210"]),
    (HANDLER + COUNTED % "len(batch) > 10", ["P210"]), (HANDLER + COUNTED % "len(batch) > 9", []),
    (HANDLER + "    for batch in context.identity.batches:\n" + SEND % ENTRIES, []),
    (HANDLER + "    if rows:\n" + SEND % "[{'Id': str(n), 'MessageBody': 'x'} for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]",
     ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 100):\n" + PUTS, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 25):\n" + PUTS, []),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 200):\n" + GETS, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 100):\n" + GETS, []),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 101):\n" + WRITES, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 100):\n" + WRITES, []),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 25):\n" + EMIT, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 10):\n" + EMIT, []),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 25):\n" + PUBLISH, ["P210"]),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 1000):\n" + DELETE, []),
    (CHUNKS + HANDLER + "    for batch in chunks(rows, 5000):\n" + DELETE, ["P210"]),
    (QUEUE + CHUNKS + "def handler(event, context):\n    rows = [{'Id': r['messageId'], 'MessageBody': r['body']} "
     "for r in event['Records']]\n    for batch in chunks(rows):\n" + SEND % "batch", []),
    ("text = context.identity.text\nfor at in range(0, len(text), 100):\n"
     "    boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=text[at:at + 100])", []),
])
def test_a_batch_is_as_large_as_the_service_accepts(code, expected, finding_ids):
    code = code if code.startswith("infra") else QUEUE + code
    topic = "infra:\n  topic: {}\n---\nprint(event)"
    assert [id_ for id_ in finding_ids({"a": code, "b": topic}) if id_[:2] != "P8"] == expected


PART = "    for at in range(0, 99, 25):\n        batch = event['rows'][%s]\n" + SEND % ENTRIES
NUMBERS = "    for _ in [1]:\n        batch = range(%s)\n" + SEND % ENTRIES.replace("row['pk']", "str(row)")


@cases("code, expected", [
    (PART % "at:at + 25", ["P210"]), (PART % "at:at + 10", []), ("    print(event['text'][:20] + '...')\n", []),
    (NUMBERS % "11", ["P210"]), (NUMBERS % "1, 30, 2", ["P210"]), (NUMBERS % "0, 20, 2", []), (NUMBERS % "len(event)", []),
])
def test_a_part_of_an_unknown_list_and_a_range_have_a_known_length(code, expected, finding_ids):
    lambdas = {"a": "infra:\n  queue: {}\n---\nreturn len(event['Records'])", "b": "def handler(event, context):\n" + code}
    assert [id_ for id_ in finding_ids(lambdas) if id_[:2] != "P8"] == expected


ENTRIES_BY_MODULO = "entries = [{'Source': 'a', 'DetailType': 'B', 'Detail': json.dumps(row), 'EventBusName': os.environ['DEMO_BUS']}" \
    " for row in event['rows']]\n"
PUT = "\n    response = boto3.client('events').put_events(Entries=%s)\n    if response['FailedEntryCount']:\n        raise OSError"
METRICS_BY_MODULO = "batch = []\nfor at, row in enumerate(event['rows']):\n    batch.append({'MetricName': row, 'Value': 1})\n" \
    "    if at %% %s == 0:\n        boto3.client('cloudwatch').put_metric_data(Namespace='Demo', MetricData=batch)\n        %s"

test_the_size_of_a_counted_batch = finds([
    (ENTRIES_BY_MODULO + "while entries:\n    batch, entries = entries[:15], entries[15:]" + PUT % "batch", ["P210"]),
    (ENTRIES_BY_MODULO + "while entries:\n    batch = entries[:15]\n    entries = entries[15:]" + PUT % "batch", ["P210"]),
    (ENTRIES_BY_MODULO + "while entries:\n    batch, entries = entries[:10], entries[10:]" + PUT % "batch", []),
    (ENTRIES_BY_MODULO + "while entries:\n    batch = entries[:10]\n    entries = entries[10:]" + PUT % "batch", []),
    (ENTRIES_BY_MODULO + "while entries:" + PUT % "entries[:10]" + "\n    entries = entries[10:]", []),
    (ENTRIES_BY_MODULO + "for at in range(0, len(entries), 10):" + PUT % "entries[at:at + 10]", []),
    (METRICS_BY_MODULO % (2000, "batch.clear()"), ["P210"]), (METRICS_BY_MODULO % (2000, "batch = []"), ["P210"]),
    (METRICS_BY_MODULO % (1000, "batch = []"), []), (METRICS_BY_MODULO % (2000, "print(at)"), []), (METRICS_BY_MODULO % ("event['n']", "batch = []"), []),
])

CODE = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema:\n      type: object\n" \
    "      required: [rows]\n      properties: {rows: {type: array, %s}}\n---\nrows = json.loads(event['body'])['rows']\n%s\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=%s)\n" \
    "return {'statusCode': 202 if not response.get('Failed') else 503}"
ALL = "[{'Id': str(at), 'MessageBody': row} for at, row in enumerate(rows%s)]"
EACH = "[{'Id': row, 'MessageBody': row} for row in rows]"
APPEND = "entries = []\nfor row in rows:\n    entries.append({'Id': row, 'MessageBody': row})"
CASES = [("maxItems: 10", "", EACH, []), ("maxItems: 20", "", EACH, ["P210"]), ("minItems: 1", "", EACH, []),
         ("maxItems: 20", "", ALL % "[:10]", []), ("maxItems: 20", APPEND, "entries", ["P210"]), ("maxItems: 10", APPEND, "entries", []),
         ("maxItems: 20", "if len(rows) > 10:\n    return {'statusCode': 400}", EACH, []),
         ("maxItems: 20", "", EACH.replace("]", " if row]"), [])]


@cases("limit, code, entries, expected", CASES)
def test_a_list_that_the_schema_lets_be_too_long(finding_ids, limit, code, entries, expected):
    queue = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
    assert [id_ for id_ in finding_ids({"a": CODE % (limit, code, entries), **queue}) if id_ == "P210"] == expected


ANY_QUEUE = "infra:\n  queue: {}\n---\n"
SEND_ENTRIES = ANY_QUEUE + "rows = [json.loads(record['body']) for record in event['Records']]\n" \
    "entries = [{'Id': %s, 'MessageBody': json.dumps(row)} for number, row in enumerate(rows[:10])]\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])"
IDS = [
    (SEND_ENTRIES % "str(number)", []), (SEND_ENTRIES % "f'row-{number}'", []), (SEND_ENTRIES % "row['id']", []),
    (SEND_ENTRIES % "row['orderId']", []), (SEND_ENTRIES % "row['order_id']", []), (SEND_ENTRIES % "row['email']", ["P215"]),
    (SEND_ENTRIES % "row['sku']", ["P215"]), (SEND_ENTRIES % "row['name']", ["P215"]), (SEND_ENTRIES % "f'row#{number}'", ["P215"]),
    (SEND_ENTRIES % "f'{number} of all'", ["P215"]),
    (SEND_ENTRIES % "datetime.datetime.now().isoformat()", ["P215"]),
]
OF_TABLES = "\ntables = os.environ['DEMO_LOANS_TABLE'], os.environ['DEMO_PEOPLE_TABLE']"
KEY_IDS = [(SEND_ENTRIES % f"row['{name}']" + OF_TABLES, ids)
           for name, ids in (("loan", []), ("object", ["P215"]), ("mail", ["P215"]))]
BATCH = "def handler(event, context):\n    found = event['orders'][:100]\n    keys = %s\n" \
    "    client = boto3.client('dynamodb')\n" \
    "    return client.batch_get_item(RequestItems={os.environ['DEMO_TABLE']: {'Keys': keys}})['Responses']"
KEYS = [
    (BATCH % "[{'pk': 'room', 'sk': order['room']} for order in found]", ["P334"]),
    (BATCH % "[{'pk': {'S': 'room'}, 'sk': {'S': order['room']}} for order in found]", ["P334"]),
    (BATCH % "[{'pk': order['room'], 'sk': 'room'} for order in found]", ["P334"]),
    (BATCH % "[{'pk': 'room', 'sk': name} for name in {order['room'] for order in found}]", []),
    (BATCH % "[{'pk': 'order', 'sk': order['id']} for order in found]", []),
    (BATCH % "[{'pk': order['pk'], 'sk': order['sk']} for order in found]", []),
    (BATCH % "[{'pk': 'order', 'sk': id_} for id_ in found]", []),
    (BATCH.replace("    keys", "    found = {order['room']: order for order in found}.values()\n    keys")
     % "[{'pk': 'room', 'sk': order['room']} for order in found]", []),
]
METRIC = "infra:\n  permissions:\n  - action: cloudwatch:PutMetricData\n    resource: %s\n---\n" \
    "boto3.client('cloudwatch').put_metric_data(Namespace=%s, MetricData=[{'MetricName': 'Orders', 'Value': 1, %s}])"
UNIT = "'Unit': 'Count'"
ON = "infra:\n  permissions:\n  - action: %s\n    resource: %s\n---\nreturn 1"
METRICS = [
    (METRIC % ("'*'", "'Demo'", UNIT), []), (METRIC % ("'*'", "'AWS/Demo'", UNIT), ["P214"]),
    (METRIC % ("'*'", "'AWS'", UNIT), []), (METRIC % ("'*'", "f\"AWS/{event['app']}\"", UNIT), ["P214"]),
    (METRIC % ("'*'", "'Demo'", "'Unit': 'Celsius'"), ["P207"]), (METRIC % ("'*'", "'Demo'", "'Unit': 'Euro'"), ["P207"]),
    (METRIC % ("'*'", "'Demo'", "'Unit': event['unit']"), []),
    (METRIC % ("'arn:aws:cloudwatch:eu-west-1:111122223333:metric/Demo'", "'Demo'", UNIT), ["P704"]),
    (METRIC % ("'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:metric/Demo'", "'Demo'", UNIT), ["P704"]),
    (METRIC % ("'arn:aws:cloudwatch:*:*:*'", "'Demo'", UNIT), []),
    (ON % ("dynamodb:ListTables", "'arn:aws:dynamodb:eu-west-1:111122223333:table/demo'"), ["P704"]),
    (ON % ("sqs:ListQueues", "'arn:aws:sqs:eu-west-1:111122223333:demo'"), ["P704"]),
    (ON % ("s3:GetObject", "'arn:aws:s3:::files/*'"), []), (ON % ("s3:GetObject", "'arn:aws:s3:::${Files}/*'"), []),
    (ON % ("ssm:GetParameter", "'arn:aws:ssm:eu-west-1:111122223333:parameter/demo'"), []),
    (ON % ("ses:SendEmail", "'arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*'"), []),
    (ON % ("secretsmanager:GetSecretValue", "'arn:aws:secretsmanager:*:*:secret:demo/*'"), []),
    (ON % ("lambda:InvokeFunction", "'arn:aws:lambda:eu-west-1:111122223333:function:other'"), []),
    (ON % ("'dynamodb:*'", "'arn:aws:dynamodb:eu-west-1:111122223333:table/demo'"), []),
]

test_an_id_a_key_and_a_resource_are_such = finds(IDS + KEYS + METRICS)
test_the_sort_key_of_a_table_is_an_id = finds(
    KEY_IDS, tables="{demo-loans: {key: {object: string, loan: string}}, demo-people: {key: {mail: string}}}")

RIGHT = [
    "client = boto3.client('dynamodb')\nwaiting = {os.environ['DEMO_TABLE']: {'Keys': [{'pk': {'S': 'a'}, 'sk': "
    "{'S': 'b'}}]}}\nwhile waiting:\n    waiting = client.batch_get_item(RequestItems=waiting)['UnprocessedKeys']",
    "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\nclient = table.meta.client\n"
    "waiting = {table.name: {'Keys': [{'pk': 'a', 'sk': 'b'}]}}\n"
    "while waiting:\n    waiting = client.batch_get_item(RequestItems=waiting)['UnprocessedKeys']",
    "entry = dict(Source='demo', DetailType='Paid', Detail='{}')\nentry |= {'EventBusName': os.environ['DEMO_BUS']}\n"
    "response = boto3.client('events').put_events(Entries=[entry])\nif response['FailedEntryCount']:\n"
    "    raise RuntimeError(response['Entries'])",
    "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n"
    "body = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body'].read()\n"
    "return {'statusCode': 200, 'body': body}",
]

test_what_is_right_passes = finds([(code, []) for code in RIGHT])
