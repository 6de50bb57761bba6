"""Batches by slices, by helpers and by counting: those that are too large for the service are found."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

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
