"""Keys of messages, and attributes of items: those that are read are those that are sent, or written."""

from tests.fixtures.cases import cases
from tests.fixtures.flows import emit, rule, table_rule

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {}\n---\n"
READS = "for record in event['Records']:\n    message = json.loads(record['body'])\n    "
GIVES = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=%s)"
ONE = "json.dumps({'id': '1', 'count': 5})"
INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'], Payload=%s)\n"
MESSAGES = [
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
]
OWN = "for record in event['detail']['records']:\n    "
WRITE = "table.put_item(Item={'pk': 'a', 'sk': f\"day#{event['d']}\", 'high': 5%s})"
GET = "row = table.get_item(Key={'pk': 'a', 'sk': f\"day#{event['d']}\"})['Item']\n"
QUERY = "for row in table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').begins_with('day#'))['Items']:\n    "
ROWS = [
    ({"a": WRITE % "", "b": GET + "print(row['high'])"}, []),
    ({"a": WRITE % "", "b": GET + "print(row['low'])"}, ["P823"]),
    ({"a": WRITE % "", "b": GET + "print(row.get('low'))"}, []),
    ({"a": WRITE % "", "b": GET + "if 'low' in row:\n    print(row['low'])"}, []),
    ({"a": WRITE % ", **event['more']", "b": GET + "print(row['low'])"}, []),
    ({"a": WRITE % "", "b": QUERY + "print(row['low'])"}, ["P823"]),
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
]


@cases("lambdas, ids", MESSAGES)
def test_a_read_key_is_one_that_is_sent(lambdas, ids, flow_ids):
    assert flow_ids(lambdas) == ids


@cases("lambdas, ids", ROWS)
def test_a_read_attribute_is_one_that_is_written(lambdas, ids, flow_ids):
    assert flow_ids(lambdas) == ids
