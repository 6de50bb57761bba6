"""Keys of messages that go through generators, at the sender and at the reader."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {}\n---\n"
READ = QUEUE + "for record in event['Records']:\n    message = json.loads(record['body'])\n    print(message[%r])"
ONE = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps(%s))"
BATCH = "    response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=%s)\n" \
    "    if response.get('Failed'):\n        raise OSError"
BODIES = "def bodies(event):\n    for n in event['all']:\n        yield {'id': n}\n\n\n"
HANDLER = "def handler(event, context):\n    "
WALK = "def walk(node):\n    yield {'id': node['id']}\n    for part in node['parts']:\n        yield from walk(part)\n\n\n"
LOOP = HANDLER + "for body in %s:\n        " + ONE % "body"
SENDERS = [
    BODIES + LOOP % "bodies(event)",
    LOOP % "({'id': n} for n in event['all'])",
    BODIES + "def every(event):\n    yield from bodies(event)\n\n\n" + LOOP % "every(event)",
    WALK + LOOP % "walk(event)",
    "import itertools\n\n\n" + BODIES + LOOP % "itertools.chain(bodies(event), bodies(event))",
    BODIES + LOOP % "filter(None, bodies(event))",
    BODIES + HANDLER + "body = next(bodies(event))\n    " + ONE % "body",
    BODIES.replace("{'id': n}", "{'Id': n, 'MessageBody': json.dumps({'id': n})}") + HANDLER[:-4]
    + BATCH % "list(bodies(event))",
    BODIES + HANDLER + "entries = [{'Id': str(n), 'MessageBody': json.dumps(b)} for n, b in enumerate(bodies(event))]\n"
    + BATCH % "entries",
]
READERS = [
    "def messages(event):\n    for record in event['Records']:\n        yield json.loads(record['body'])\n\n\n"
    "def handler(event, context):\n    for message in messages(event):\n        print(message[%r])",
    "def messages(event):\n    for record in event['Records']:\n        yield record['messageId'], "
    "json.loads(record['body'])\n\n\ndef handler(event, context):\n    for id_, message in messages(event):\n"
    "        print(id_, message[%r])",
    "for message in (json.loads(record['body']) for record in event['Records']):\n    print(message[%r])",
    "def message(record):\n    return json.loads(record['body'])\n\n\ndef handler(event, context):\n"
    "    for each in map(message, event['Records']):\n        print(each[%r])",
]


@cases("sender", SENDERS)
def test_what_a_generator_sends_has_the_keys_that_are_read(sender, finding_ids):
    assert finding_ids({"a": sender, "b": READ % "name"}) == ["P820"]
    assert finding_ids({"a": sender, "b": READ % "id"}) == []


@cases("reader", READERS)
def test_what_a_generator_reads_has_the_keys_that_are_sent(reader, finding_ids):
    sender = ONE % "{'id': 1}"
    assert finding_ids({"a": sender, "b": QUEUE + reader % "name"}) == ["P820"]
    assert finding_ids({"a": sender, "b": QUEUE + reader % "id"}) == []
