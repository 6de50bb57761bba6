"""Checks of what flows between lambdas: each row is an app of a few lambdas, right ones beside wrong ones."""
import pytest

from checks import CHECKS, example
from tests.fixtures.checks import folder, ids_of, problems  # noqa: F401  (a fixture)

FLOWS = {id_ for id_ in CHECKS if id_.startswith("P8")}
BUS, SOURCE = "'EventBusName': os.environ['DEMO_BUS'], ", "'Source': 'demo.a', "
RAISE = "\nif response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])"


def emit(topic="'Told'", detail="json.dumps({'id': '1', 'count': 5})", before=BUS + SOURCE):
    """Code that puts an event on the app's bus."""
    return f"response = boto3.client('events').put_events(Entries=[{{{before}'DetailType': {topic}, " \
           f"'Detail': {detail}}}]){RAISE}"


def rule(topic="Told", pattern="", source="", code="print(event['detail'])"):
    """A lambda with one rule."""
    source = f"\n    source: {{{source}}}" if source else ""
    topic = f"\n    topic: {topic}" if topic else ""
    pattern = f"\n    pattern: {pattern}" if pattern else ""
    return f"infra:\n  events:\n  - name: rule{source}{topic}{pattern}\n---\n{code}"


def table_rule(pattern="", topic="", code="print(event['detail'])"):
    """A lambda with a rule for the events of a table."""
    return rule(topic, pattern, "type: table, name: demo", code)


def bucket_rule(pattern="", topic="Object Created", code="print(event['detail'])"):
    """A lambda with a rule for the events of a bucket."""
    return rule(topic, pattern, "type: bucket, name: demo", code)


def app(lambdas):
    """{"a": code} as files."""
    return {f"lambdas/{name}/index.py": example.index(code) for name, code in lambdas.items()}


def finding_ids(lambdas, folder, monkeypatch):
    """The ids of the findings of the flow checks."""
    return ids_of(problems(folder, monkeypatch, app(lambdas), FLOWS))


UNMATCHED = [
    ({"a": emit(), "b": rule()}, []),
    ({"a": emit("'Tolled'"), "b": rule()}, ["P801"]),
    ({"a": emit("'told'"), "b": rule()}, ["P801"]),
    ({"a": emit()}, ["P801"]),
    ({"a": emit("event['topic']"), "b": rule("Other")}, []),
    ({"a": emit("f\"{event['kind']}Told\""), "b": rule("Other")}, []),
    ({"a": emit("'Told' if event['x'] else 'Other'"), "b": rule()}, ["P801"]),
    ({"a": emit("'Told' if event['x'] else 'Other'"), "b": rule(), "c": rule("Other")}, []),
    ({"a": emit(), "b": rule("", "{id: [{exists: true}]}")}, []),
    ({"a": emit(), "b": rule("", "{name: [{exists: true}]}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{name: [{exists: false}]}")}, []),
    ({"a": emit(), "b": rule("Told", "{count: [5]}")}, []),
    ({"a": emit(), "b": rule("Told", "{count: ['5']}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{count: [{numeric: ['>', 9]}]}")}, ["P801"]),
    ({"a": emit(detail="json.dumps({'count': event['n']})"), "b": rule("Told", "{count: ['5']}")}, []),
    ({"a": emit(detail="json.dumps({'count': len(event)})"), "b": rule("Told", "{count: ['5']}")}, ["P801"]),
    ({"a": emit(detail="json.dumps({'at': f\"day#{event['n']}\"})"), "b": rule("Told", "{at: [{prefix: 'day#'}]}")}, []),
    ({"a": emit(detail="json.dumps({'at': f\"day#{event['n']}\"})"), "b": rule("Told", "{at: [{prefix: 'day/'}]}")},
     ["P801"]),
    ({"a": emit(detail="json.dumps({**event['row'], 'n': 1})"), "b": rule("Told", "{name: [x]}")}, []),
    ({"a": emit(detail="json.dumps({'row': {'state': 'new'}})"), "b": rule("Told", "{row: {state: [new]}}")}, []),
    ({"a": emit(detail="json.dumps({'row': {'state': 'new'}})"), "b": rule("Told", "{state: [new]}")},
     ["P801"]),
    ({"a": emit(detail="json.dumps({'tags': ['a', 'b']})"), "b": rule("Told", "{tags: [b]}")}, []),
    ({"a": emit(detail="json.dumps({'tags': ['a', 'b']})"), "b": rule("Told", "{tags: [c]}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{$or: [{id: ['2']}, {count: [5]}]}")}, []),
    ({"a": "def tell(topic):\n    entry = {" + BUS + SOURCE + "'DetailType': topic, 'Detail': '{}'}\n    response = "
      "boto3.client('events').put_events(Entries=[entry])\n    if response['FailedEntryCount']:\n        raise OSError\n"
      "\n\ndef handler(event, context):\n    tell('Told')\n", "b": rule()}, []),
    ({"a": "def tell(topic):\n    entry = {" + BUS + SOURCE + "'DetailType': topic, 'Detail': '{}'}\n    response = "
      "boto3.client('events').put_events(Entries=[entry])\n    if response['FailedEntryCount']:\n        raise OSError\n"
      "\n\ndef handler(event, context):\n    tell('Tolds')\n", "b": rule()}, ["P801"]),
    # A rule without an event: reported only where all emitted events are known.
    ({"a": emit(), "b": rule(), "c": rule("SomethingElse")}, ["P802"]),
    ({"a": emit() + "\nother(boto3.client('events'))", "b": rule(), "c": rule("SomethingElse")}, []),
    ({"a": emit() + "\n" + emit("event['topic']"), "b": rule(), "c": rule("SomethingElse")}, []),
    ({"b": rule("SomethingElse")}, []),
    ({"a": emit() + "\nprint(os.environ['DEMO_TABLE'])", "b": rule(), "c": rule("INSERT")}, []),
]

PATTERNS = [
    ({"a": table_rule()}, []),
    ({"a": table_rule("{sk: [reading]}", "INSERT")}, []),
    ({"a": table_rule("", "insert")}, ["P803"]),
    ({"a": table_rule("", "Object Created")}, ["P803"]),
    ({"a": table_rule("{eventName: [INSERT, MODIFY]}")}, []),
    ({"a": table_rule("{eventName: [insert]}")}, ["P803"]),
    ({"a": table_rule("{eventName: [REMOVE]}", "INSERT")}, ["P803"]),
    ({"a": table_rule("{sk: ['reading#1']}")}, ["P803"]),
    ({"a": table_rule("{sk: [{prefix: 'reading#'}]}")}, ["P803"]),
    ({"a": table_rule("{sk: [{anything-but: ['day#']}]}")}, []),
    ({"a": table_rule("{pk: [{prefix: 'room#'}]}")}, []),
    ({"a": table_rule("{pk: [5]}")}, ["P803"]),
    ({"a": table_rule("{records: {sk: [{prefix: 'reading#'}]}}")}, []),
    ({"a": table_rule("{records: {newImage: {state: [open]}}}")}, []),
    ({"a": table_rule("{records: {newImage: {state: [open]}}}", "REMOVE")}, ["P803"]),
    ({"a": table_rule("{records: {oldImage: {state: [open]}}}", "INSERT")}, ["P803"]),
    ({"a": table_rule("{newImage: {state: [open]}}")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [paid]}")}, []),
    ({"a": table_rule("{diffkeys: [paid]}")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [pk]}", "MODIFY")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [pk]}", "INSERT")}, []),
    ({"a": bucket_rule()}, []),
    ({"a": bucket_rule("{object: {key: [{prefix: inbox/}], size: [{numeric: ['>', 0]}]}}")}, []),
    ({"a": bucket_rule("{object: {size: ['0']}}")}, ["P803"]),
    ({"a": bucket_rule("{object: {Key: [{prefix: inbox/}]}}")}, ["P803"]),
    ({"a": bucket_rule("{key: [{prefix: inbox/}]}")}, ["P803"]),
    ({"a": bucket_rule("{reason: [PutObject, CopyObject]}")}, []),
    ({"a": bucket_rule("{reason: [DeleteObject]}")}, ["P803"]),
    ({"a": bucket_rule("{deletion-type: [Permanently Deleted]}", "Object Deleted")}, []),
    ({"a": bucket_rule("{source-ip-address: [{cidr: 10.0.0.0/8}]}")}, []),
    ({"a": bucket_rule("", "ObjectCreated")}, ["P803"]),
    ({"a": bucket_rule("", "Object Storage Class Changed")}, []),
    ({"a": rule("CodeBuild Build State Change", "{build-status: [FAILED]}", "type: builder, name: site")}, []),
    ({"a": rule("CodeBuild Build State Change", "{build-status: [FAILURE]}", "type: builder, name: site")}, ["P803"]),
    ({"a": rule("Build State Change", "", "type: builder, name: site")}, ["P803"]),
    # What rows the app writes, where all of them are known.
    ({"a": table_rule("{sk: [reading]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': f\"reading#{event['t']}\"})"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': f\"reading#{event['t']}\"})"},
     ["P803"]),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': event['sk']})"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item=event['row'])"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "other(table)"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "print(table.get_item(Key={'pk': 'a', 'sk': 'b'}))"}, []),
    ({"a": table_rule("{pk: [{prefix: 'room/'}]}"), "b": "with table.batch_writer() as batch:\n"
      "    for one in event['all']:\n        batch.put_item(Item={'pk': f'room#{one}', 'sk': 'x'})"}, ["P803"]),
    ({"a": rule("", "", "type: table, name: demo-raw"), "b": "table.put_item(Item={'pk': 'x', 'sk': 'y'})"}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{prefix: /uploads/}]}}"), "b":
      "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"uploads/{event['k']}\", Body='')"}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{prefix: inbox/}]}}"), "b":
      "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"done/{event['k']}\", Body='')"}, []),
]

SEND = "boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[" \
    "{'Id': '1', 'MessageBody': 'x'}])"
QUEUE = "infra:\n  queue: {}\n---\n"
ENTRIES = [
    ({"a": emit(before=BUS), "b": rule()}, ["P805"]),
    ({"a": emit(before=SOURCE), "b": rule()}, ["P807"]),
    ({"a": "infra:\n  permissions: ['events:PutEvents']\n---\n" + emit(before=SOURCE), "b": rule()}, ["P807"]),
    ({"a": "infra:\n  permissions: ['events:PutEvents']\n---\n" + emit(before=SOURCE), "b": rule("Other")}, []),
    ({"a": emit(before=SOURCE + "'EventBusName': 'demo', "), "b": rule()}, ["P807"]),
    ({"a": emit(before=SOURCE + "'EventBusName': os.environ['OTHER_BUS_ARN'], ")}, []),
    ({"a": emit(before=BUS + "'Source': 'aws.s3', "), "b": rule()}, ["P805"]),
    ({"a": emit(detail="json.dumps([1])"), "b": rule()}, ["P806"]),
    ({"a": emit(detail="str({'a': 1})"), "b": rule()}, ["P806"]),
    ({"a": emit(detail="json.dumps(json.dumps({'a': 1}))"), "b": rule()}, ["P806"]),
    ({"a": emit(detail="'paid'"), "b": rule()}, ["P806"]),
    ({"a": emit(detail="'{\"a\": 1}'"), "b": rule()}, []),
    ({"a": emit(detail="f'{{\"a\": {event[\"n\"]}}}'"), "b": rule()}, []),
    ({"a": emit(detail="event['json']"), "b": rule()}, []),
    ({"a": emit(detail="json.dumps(dict(a=1))"), "b": rule()}, []),
    ({"a": emit().replace(RAISE, ""), "b": rule()}, ["P808"]),
    ({"a": emit().replace(RAISE, "").removeprefix("response = "), "b": rule()}, ["P808"]),
    ({"a": emit().replace(RAISE, "\nprint(json.dumps(response))"), "b": rule()}, ["P808"]),
    ({"a": emit().replace(RAISE, "\nprint(f'{response}')"), "b": rule()}, ["P808"]),
    ({"a": emit().replace(RAISE, "\nprint(response['ResponseMetadata'])"), "b": rule()}, ["P808"]),
    ({"a": emit().replace(RAISE, "\nassert response['FailedEntryCount'] == 0"), "b": rule()}, []),
    ({"a": emit().replace(RAISE, "\nif any('ErrorCode' in one for one in response['Entries']):\n    raise OSError"),
      "b": rule()}, []),
    ({"a": emit().replace(RAISE, "\nif response.get('FailedEntryCount', 0) > 0:\n    print('failed')"), "b": rule()}, []),
    ({"a": emit().replace(RAISE, "\nreturn response"), "b": rule()}, []),
    ({"a": emit().replace(RAISE, "\nlooked_at(response)"), "b": rule()}, []),
    ({"a": SEND, "b": QUEUE + "print(event['Records'][0]['body'])"}, ["P808"]),
    ({"a": "response = " + SEND + "\nif response.get('Failed'):\n    raise OSError(response['Failed'])",
      "b": QUEUE + "print(event['Records'][0]['body'])"}, []),
    ({"a": "if " + SEND + ".get('Failed'):\n    raise OSError", "b": QUEUE + "print(event['Records'][0]['body'])"}, []),
]

OWN = "for record in event['detail']['records']:\n    "
PUT = "table.update_item(Key={'pk': record['pk'], 'sk': record['sk']}, UpdateExpression='SET seen = :t', " \
    "ExpressionAttributeValues={':t': event['time']}%s)"
STORE = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s, Body='x')"
KEY = "event['detail']['object']['key']"
TO = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_%s_QUEUE'], MessageBody='x')"
LOOPS = [
    ({"a": table_rule(code=OWN + PUT % "")}, ["P810"]),
    ({"a": table_rule("{sk: [order]}", code=OWN + PUT % "")}, ["P810"]),
    ({"a": table_rule(topic="INSERT", code=OWN + PUT % "")}, []),
    ({"a": table_rule(topic="MODIFY", code=OWN + PUT % "")}, ["P810"]),
    ({"a": table_rule("{diffKeys: [paid]}", code=OWN + PUT % "")}, []),
    ({"a": table_rule("{diffKeys: [seen]}", code=OWN + PUT % "")}, ["P810"]),
    ({"a": table_rule(code=OWN + PUT % ", ConditionExpression='attribute_not_exists(seen)'")}, []),
    ({"a": table_rule(code=OWN + "if 'seen' not in record['newImage']:\n        " + PUT % "")}, []),
    ({"a": table_rule(code=OWN + "if record['newImage'].get('seen'):\n        continue\n    " + PUT % "")}, []),
    ({"a": table_rule(code="if event['detail']['diffKeys'] == ['seen']:\n    return\n" + OWN + PUT % "")}, []),
    ({"a": table_rule(code="for record in [one for one in event['detail']['records'] if one['sk'] > 'x']:\n    "
                      + PUT % "")}, []),
    ({"a": table_rule(code="for record in list(event['detail']['records']):\n    try:\n        " + PUT % ""
                      + "\n    except ValueError:\n        print(1)")}, ["P810"]),
    ({"a": table_rule("{sk: [order]}", code=OWN + "table.put_item(Item={'pk': record['pk'], 'sk': 'sum', "
                      "'at': event['time']})")}, []),
    ({"a": table_rule(code=OWN + "table.put_item(Item={'pk': record['pk'], 'sk': 'sum', 'at': event['time']})")},
     ["P810"]),
    ({"a": table_rule(code=OWN + "table.delete_item(Key={'pk': record['pk'], 'sk': record['sk']})")}, []),
    ({"a": table_rule(code=OWN + "boto3.resource('dynamodb').Table(os.environ['DEMO_LOG_TABLE']).put_item("
                      "Item={'pk': record['pk'], 'sk': 'log'})")}, []),
    ({"a": "def checked(record):\n    if 'seen' in record['newImage']:\n        raise ValueError('seen')\n\n\n"
      "def handler(event, context):\n    for record in event['detail']['records']:\n        checked(record)\n        "
      + PUT % ""}, []),
    ({"a": bucket_rule(code=STORE % ("'small/' + " + KEY))}, ["P810"]),
    ({"a": bucket_rule("{object: {key: [{prefix: big/}]}}", code=STORE % ("'small/' + " + KEY))}, []),
    ({"a": bucket_rule("{object: {key: [{prefix: small/}]}}", code=STORE % ("'small/' + " + KEY))}, ["P810"]),
    ({"a": bucket_rule("{object: {key: [{suffix: .png}]}}", code=STORE % KEY)}, ["P810"]),
    ({"a": bucket_rule("{object: {key: [{suffix: .png}]}}", code=STORE % (KEY + " + '.txt'"))}, []),
    ({"a": bucket_rule(topic="Object Deleted", code=STORE % KEY)}, []),
    ({"a": QUEUE + TO % "A"}, ["P810"]),
    ({"a": QUEUE + "for record in event['Records']:\n    if record['body']:\n        " + TO % "A"}, []),
    ({"a": QUEUE + "if len(event['Records']) < 5:\n    return\n" + TO % "A"}, []),
    ({"a": QUEUE + TO % "B", "b": QUEUE + TO % "A"}, ["P810"]),
    ({"a": QUEUE + TO % "B", "b": QUEUE + TO % "C", "c": QUEUE + TO % "A"}, ["P810"]),
    ({"a": QUEUE + TO % "B", "b": QUEUE + "if event:\n    " + TO % "A"}, []),
    ({"a": QUEUE + TO % "B", "b": QUEUE + "print(event['Records'][0])"}, []),
    ({"a": "infra:\n  topic: {}\n---\nboto3.client('sns').publish(TopicArn=os.environ['DEMO_A_TOPIC'], Message='x')"},
     ["P810"]),
    ({"a": "boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'], InvocationType='Event')"},
     ["P810"]),
    ({"a": "if event.get('more'):\n    boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'])"}, []),
    ({"a": "for child in event['children']:\n    boto3.client('lambda').invoke("
      "FunctionName=os.environ['DEMO_A_FUNCTION'], Payload=json.dumps(child))"}, []),
    ({"a": rule(code=emit())}, ["P810"]),
    ({"a": rule(pattern="{count: [5]}", code=emit())}, ["P810"]),
    ({"a": rule(pattern="{count: [4]}", code=emit()), "b": rule()}, ["P802"]),
    ({"a": rule(code="if event['detail']['count'] < 5:\n    " + emit().replace("\n", "\n    "))}, []),
    ({"a": rule(code=emit("'Then'")), "b": rule("Then", code=emit())}, ["P810"]),
    ({"a": rule(code=emit("'Then'")), "b": rule("Then")}, ["P802"]),
]

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


@pytest.mark.parametrize("lambdas, ids", UNMATCHED)
def test_an_event_needs_a_rule_and_a_rule_an_event(lambdas, ids, folder, monkeypatch):
    assert finding_ids(lambdas, folder, monkeypatch) == ids


@pytest.mark.parametrize("lambdas, ids", PATTERNS)
def test_a_pattern_must_match_an_event_of_its_source(lambdas, ids, folder, monkeypatch):
    assert finding_ids(lambdas, folder, monkeypatch) == ids


@pytest.mark.parametrize("lambdas, ids", ENTRIES)
def test_an_entry_is_complete_and_its_failures_are_read(lambdas, ids, folder, monkeypatch):
    assert finding_ids(lambdas, folder, monkeypatch) == ids


@pytest.mark.parametrize("lambdas, ids", LOOPS)
def test_a_loop_is_one_without_a_condition_that_ends_it(lambdas, ids, folder, monkeypatch):
    assert [id_ for id_ in finding_ids(lambdas, folder, monkeypatch) if id_ not in ("P801", "P803")] == ids


@pytest.mark.parametrize("lambdas, ids", MESSAGES)
def test_a_read_key_is_one_that_is_sent(lambdas, ids, folder, monkeypatch):
    assert finding_ids(lambdas, folder, monkeypatch) == ids


@pytest.mark.parametrize("lambdas, ids", ROWS)
def test_a_read_attribute_is_one_that_is_written(lambdas, ids, folder, monkeypatch):
    assert finding_ids(lambdas, folder, monkeypatch) == ids
