"""Keys of messages and records: those that are read are those that are sent, or written."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds
from tests.fixtures.flows import emit, rule, table_rule

QUEUE = "infra:\n  queue: {}\n---\n"
READS = "for record in event['Records']:\n    message = json.loads(record['body'])\n    "
GIVES = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=%s)"
ONE = "json.dumps({'id': '1', 'count': 5})"
INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'], Payload=%s)\n"
OWN = "for record in event['detail']['records']:\n    "
WRITE = "table.put_item(Item={'pk': 'a', 'sk': f\"day#{event['d']}\", 'high': 5%s})"
GET = "row = table.get_item(Key={'pk': 'a', 'sk': f\"day#{event['d']}\"})['Item']\n"
QUERY = "for row in table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').begins_with('day#'))['Items']:\n    "

test_a_read_key_is_one_that_is_sent = finds([
    ({"a": GIVES % ONE, "b": QUEUE + READS + "print(message['id'])"}, []),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "print(message['name'])"}, ["P820"]),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "print(message.get('name'))"}, []),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "print(message.get('Count'))"}, ["P820"]),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "if 'name' in message:\n        print(message['name'])"}, []),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "try:\n        print(message['name'])\n    except KeyError:\n        "
      "print('none')"}, []),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "try:\n        name = message['name']\n    except Exception:\n        "
      "name = 'none'\n    print(name)"}, []),
    ({"a": GIVES % ONE, "b": QUEUE + READS + "print(message.get('id') or message['name'])"}, []),
    ({"a": GIVES % "json.dumps(event)", "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": GIVES % "json.dumps({**event, 'id': 1})", "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": GIVES % "json.dumps({'id': 1, 'row': {'n': 2}})", "b": QUEUE + READS + "print(message['row']['n'])"}, []),
    ({"a": GIVES % "json.dumps({'id': 1, 'row': {'n': 2}})", "b": QUEUE + READS + "print(message['row']['m'])"},
     ["P820"]),
    ({"a": GIVES % "json.dumps({'items': [{'n': 2}]})", "b": QUEUE + READS
      + "print([one['n'] for one in message['items']])"}, []),
    ({"a": GIVES % "json.dumps({'items': [{'n': 2}]})", "b": QUEUE + READS
      + "print([one['m'] for one in message['items']])"}, ["P820"]),
    ({"a": "row = {'id': 1}\nif event['x']:\n    row['name'] = 2\n" + GIVES % "json.dumps(row)",
      "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": "row = {'id': 1}\nchanged(row)\n" + GIVES % "json.dumps(row)",
      "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": GIVES % ONE, "c": GIVES % "json.dumps({'name': 'x'})", "b": QUEUE + READS + "print(message['name'])"},
     ["P820"]),
    ({"a": GIVES % "json.dumps({'kind': 'a', 'x': 1})", "c": GIVES % "json.dumps({'kind': 'c', 'y': 1})",
      "b": QUEUE + READS + "if message['kind'] == 'a':\n        print(message['x'])\n    else:\n"
      "        print(message['y'])"}, []),
    ({"a": GIVES % ONE, "c": "other(os.environ['DEMO_B_QUEUE'])", "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": GIVES % "'hello'", "b": QUEUE + READS + "print(message['name'])"}, ["P821"]),
    ({"a": GIVES % "str({'name': 1})", "b": QUEUE + READS + "print(message['name'])"}, ["P821"]),
    ({"a": GIVES % "event['body']", "b": QUEUE + READS + "print(message['name'])"}, []),
    ({"a": GIVES % "'hello'", "b": QUEUE + "for record in event['Records']:\n    print(record['body'])"}, []),
    ({"a": GIVES % "json.dumps([1])", "b": QUEUE + READS + "print(message['name'])"}, ["P820"]),
    ({"a": INVOKE % "json.dumps({'n': 5})" + "print(json.load(response['Payload'])['sum'])",
      "b": "return {'sum': event['n'] + 1}"}, []),
    ({"a": INVOKE % "json.dumps({'n': 5}).encode()" + "print(json.loads(response['Payload'].read().decode())['sum'])",
      "b": "return {'total': event['n'] + 1}"}, ["P822"]),
    ({"a": INVOKE % "json.dumps({'m': 5})" + "print(json.load(response['Payload'])['sum'])",
      "b": "return {'sum': event['n'] + 1}"}, ["P820"]),
    ({"a": INVOKE % "json.dumps({'n': 5})" + "said = json.load(response['Payload'])\nif 'FunctionError' in response:\n"
      "    raise OSError(said['errorMessage'])\nprint(said['sum'])", "b": "return {'sum': event['n'] + 1}"}, []),
    ({"a": INVOKE % "json.dumps({'n': 5})" + "print(json.load(response['Payload'])['sum'])",
      "b": "if event['n'] > 3:\n    return {'error': 'big'}\nreturn {'sum': event['n']}"}, []),
    ({"a": INVOKE % "json.dumps({'n': 5})" + "print(json.load(response['Payload'])['sum'])",
      "b": "return other(event['n'])"}, []),
    ({"a": emit(), "b": rule(code="print(event['detail']['id'])")}, []),
    ({"a": emit(), "b": rule(code="print(event['detail']['name'])")}, ["P820"]),
    ({"a": emit(), "b": rule(code="detail = event['detail']\nprint(detail.get('name', ''))")}, []),
    ({"a": emit(), "c": emit("event['topic']"), "b": rule(code="print(event['detail']['name'])")}, []),
], "flow_ids")

test_a_read_attribute_is_one_that_is_written = finds([
    ({"a": WRITE % "", "b": GET + "print(row['high'])"}, []),
    ({"a": WRITE % "", "b": GET + "print(row['low'])"}, ["P823"]),
    ({"a": WRITE % "", "b": GET + "print(row.get('low'))"}, []),
    ({"a": WRITE % "", "b": GET + "if 'low' in row:\n    print(row['low'])"}, []),
    ({"a": WRITE % ", **event['more']", "b": GET + "print(row['low'])"}, []),
    ({"a": WRITE % "", "b": QUERY + "print(row['low'])"}, ["P823"]),
    ({"a": WRITE % "", "b": QUERY + "print(sorted([row], key=lambda day: day['low']))"}, ["P823"]),
    ({"a": WRITE % "", "b": QUERY + "print(max([row], key=lambda day: day['high']))"}, []),
    ({"a": WRITE % "", "b": QUERY.replace("day#", "user#") + "print(row['low'])"}, []),
    ({"a": WRITE % "", "b": "for row in table.scan()['Items']:\n    print(row['low'])"}, []),
    ({"a": WRITE % "", "c": "table.update_item(Key={'pk': 'a', 'sk': f\"day#{event['d']}\"}, UpdateExpression="
      "'SET low = :l', ExpressionAttributeValues={':l': 1})", "b": GET + "print(row['low'])"}, []),
    ({"a": WRITE % "", "c": "table.update_item(Key={'pk': 'a', 'sk': f\"day#{event['d']}\"}, UpdateExpression="
      "event['update'])", "b": GET + "print(row['low'])"}, []),
    ({"a": WRITE % "", "b": table_rule("{sk: [day]}", "INSERT", OWN + "print(record['newImage']['high'])")}, []),
    ({"a": WRITE % "", "b": table_rule("{sk: [day]}", "INSERT", OWN + "print(record['newImage']['low'])")}, ["P823"]),
    ({"a": WRITE % "", "c": "table.put_item(Item={'pk': 'a', 'sk': 'user', 'name': 'x'})",
      "b": table_rule("", "INSERT", OWN + "print(record['newImage']['high'])")}, ["P823"]),
    ({"a": WRITE % "", "c": "table.put_item(Item={'pk': 'a', 'sk': 'user', 'name': 'x'})",
      "b": table_rule("", "INSERT", OWN + "if record['sk'] != 'user':\n        print(record['newImage']['high'])")}, []),
    ({"a": WRITE % "", "b": "infra:\n  indexes: [{name: high, type: N, table: demo}]\n---\n"
      "return table.query(IndexName='high-index', KeyConditionExpression=Key('high').eq(5))['Items']"}, []),
    ({"a": WRITE % "", "b": "infra:\n  indexes: [{name: low, type: N, table: demo}]\n---\n"
      "return table.query(IndexName='low-index', KeyConditionExpression=Key('low').eq(5))['Items']"}, ["P824"]),
    ({"a": WRITE % ", **event['more']", "b": "infra:\n  indexes: [{name: low, type: N, table: demo}]\n---\n"
      "return table.query(IndexName='low-index', KeyConditionExpression=Key('low').eq(5))['Items']"}, []),
], "flow_ids")

READ = QUEUE + "for record in event['Records']:\n    message = json.loads(record['body'])\n    print(message[%r])"
SEND_ONE = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps(%s))"
BATCH = "    response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=%s)\n" \
    "    if response.get('Failed'):\n        raise OSError"
BODIES = "def bodies(event):\n    for n in event['all']:\n        yield {'id': n}\n\n\n"
HANDLER = "def handler(event, context):\n    "
WALK = "def walk(node):\n    yield {'id': node['id']}\n    for part in node['parts']:\n        yield from walk(part)\n\n\n"
LOOP = HANDLER + "for body in %s:\n        " + SEND_ONE % "body"
SENDERS = [
    BODIES + LOOP % "bodies(event)",
    LOOP % "({'id': n} for n in event['all'])",
    BODIES + "def every(event):\n    yield from bodies(event)\n\n\n" + LOOP % "every(event)",
    WALK + LOOP % "walk(event)",
    "import itertools\n\n\n" + BODIES + LOOP % "itertools.chain(bodies(event), bodies(event))",
    BODIES + LOOP % "filter(None, bodies(event))",
    BODIES + HANDLER + "body = next(bodies(event))\n    " + SEND_ONE % "body",
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
    sender = SEND_ONE % "{'id': 1}"
    assert finding_ids({"a": sender, "b": QUEUE + reader % "name"}) == ["P820"]
    assert finding_ids({"a": sender, "b": QUEUE + reader % "id"}) == []


READ_STREAM = "infra:\n  kinesis: {stream: demo%s}\n---\nimport base64\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        message = json.loads(base64.b64decode(record['kinesis']['data'])%s)\n" \
    "        print(message['%s'])"
PUT_RECORD = "boto3.client('kinesis').put_record(StreamName=os.environ['DEMO_STREAM'], PartitionKey='a', Data=%s)"
MANY = "response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=[" \
    "{'PartitionKey': 'a', 'Data': %s}])\nif response['FailedRecordCount']:\n    raise RuntimeError('failed')"
SENT = "json.dumps({'id': event['id'], 'celsius': 5})"
test_a_key_that_nobody_puts_on_the_stream = finds([
    (PUT_RECORD % SENT, READ_STREAM % ("", "", "celsius"), []), (PUT_RECORD % SENT, READ_STREAM % ("", "", "degrees"), ["P820"]),
    (PUT_RECORD % f"{SENT}.encode()", READ_STREAM % ("", ".decode()", "degrees"), ["P820"]),
    (MANY % f"{SENT}.encode()", READ_STREAM % ("", "", "degrees"), ["P820"]), (MANY % SENT, READ_STREAM % ("", "", "id"), []),
    (PUT_RECORD % "json.dumps(event)", READ_STREAM % ("", "", "degrees"), []), (PUT_RECORD % "event['text']", READ_STREAM % ("", "", "degrees"), []),
    (PUT_RECORD % SENT, READ_STREAM % (", filter: {kind: [a]}", "", "degrees"), [])],
    "flow_ids", app=lambda sender, reader: {"a": reader, "b": sender}, only=["P820"])
