"""Entries of put_events and of other batches: right apps beside wrong ones; failed entries, and the bus of an event."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds
from tests.fixtures.flows import BUS, RAISE, SOURCE, bucket_rule, emit, rule, table_rule

SEND = "boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[" \
    "{'Id': '1', 'MessageBody': 'x'}])"
QUEUE = "infra:\n  queue: {}\n---\n"
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

test_an_entry_is_complete_and_its_failures_are_read = finds([
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
], "flow_ids")


@cases("lambdas, ids", LOOPS)
def test_a_loop_is_one_without_a_condition_that_ends_it(lambdas, ids, flow_ids):
    assert [id_ for id_ in flow_ids(lambdas) if id_ not in ("P801", "P803")] == ids


CALL = "boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[{'Id': '1', 'MessageBody': 'a'}])"
DELETE = "boto3.client('s3').delete_objects(Bucket=os.environ['DEMO_BUCKET'], Delete={'Objects': [{'Key': 'a'}]})"
QUEUE_OF_B = {"b": "infra:\n  queue: {}\n---\nprint(event['Records'])"}
HELPER = "def send():\n    return " + CALL + "\n\n\ndef handler(event, context):\n    %s"
test_failed_entries_are_lost = finds([
    (f"return {CALL}['ResponseMetadata']['HTTPStatusCode'] == 200", ["P808"]),
    (f"status = {CALL}.get('ResponseMetadata')\nreturn status", ["P808"]),
    (f"return {CALL}['Failed']", []), (f"return {CALL}.get('Failed', [])", []), (f"return {CALL}", []),
    (f"response = {CALL}\nreturn response['ResponseMetadata']['HTTPStatusCode']", ["P808"]),
    (f"response = {CALL}\nif response['ResponseMetadata']['HTTPStatusCode'] != 200 or response.get('Failed'):\n"
     "    raise RuntimeError('failed')", []),
    (f"while True:\n    response = {CALL}\n    if response['ResponseMetadata']['HTTPStatusCode'] == 200:\n"
     "        return len(event)\n    print(response['Failed'])", ["P808"]),
    (f"while True:\n    response = {CALL}\n    if not response.get('Failed'):\n        return len(event)", []),
    (HELPER % "send()", ["P808"]), (HELPER % "return send()['Failed']", []), (HELPER % "print(send())", []),
    (DELETE, ["P808"]), (f"if {DELETE}.get('Errors'):\n    raise RuntimeError('failed')", [])],
    app=lambda code: {"a": code, **QUEUE_OF_B}, only=["P808"])

ALLOWED = "infra:\n  permissions: ['events:PutEvents']\n---\n"
RULE = "infra:\n  events:\n  - name: paid\n    topic: Paid\n    pattern: {total: [{exists: true}]}\n---\nprint(event['detail'])"
TABLE_RULE = "infra:\n  events:\n  - name: paid\n    topic: Paid\n    source: {type: table, name: demo}\n---\n" \
    "print(event['detail'])"


def emit_on(bus="", topic="'Paid'", detail="{'total': 5}", source="'demo.a'"):
    """Code that puts an event on a bus."""
    return f"response = boto3.client('events').put_events(Entries=[{{{bus}'Source': {source}, 'DetailType': {topic}, " \
           f"'Detail': json.dumps({detail})}}])" + RAISE


@cases("lambdas, expected", [
    ({"a": emit_on(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit_on(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit_on("'EventBusName': 'default', "), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit_on("'EventBusName': 'orders', "), "b": RULE}, ["P807"]),
    ({"a": ALLOWED.replace("events:PutEvents", "events:*") + emit_on(), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + emit_on(topic="'Paid' if event['x'] else 'Due'"), "b": RULE}, ["P807"]),
    ({"a": ALLOWED + "entry = {'Source': 'demo.a', 'DetailType': 'Paid', 'Detail': json.dumps({'total': 1})}\n"
      "response = boto3.client('events').put_events(Entries=[entry])" + RAISE, "b": RULE}, ["P807"]),
    # The other bus is meant: no rule of the app expects such an event.
    ({"a": ALLOWED + emit_on(topic="'Due'"), "b": RULE}, []),
    ({"a": ALLOWED + emit_on(detail="{'id': 5}"), "b": RULE}, []),
    ({"a": ALLOWED + emit_on(topic="event['topic']"), "b": RULE}, []),
    ({"a": ALLOWED + emit_on(), "b": TABLE_RULE}, ["P803"]),
    ({"a": ALLOWED + emit_on("'EventBusName': os.environ['OTHER_BUS_ARN'], "), "b": RULE}, []),
    # It goes to both.
    ({"a": ALLOWED + emit_on(BUS) + "\n" + emit_on("'EventBusName': 'default', "), "b": RULE}, []),
    ({"a": ALLOWED + emit_on(BUS) + "\n" + emit_on(), "b": RULE}, []),
    ({"a": emit_on(BUS), "c": ALLOWED + emit_on("'EventBusName': 'default', "), "b": RULE}, []),
    ({"a": emit_on(BUS), "c": ALLOWED + emit_on(), "b": RULE}, ["P807"]),
    ({"a": emit_on(BUS), "b": RULE}, []),
    # One problem is reported once: the rule has an event, on the wrong bus.
    ({"a": emit_on(BUS), "c": emit_on(topic="'Due'"), "b": RULE,
      "d": "infra:\n  events:\n  - {name: due, topic: Due}\n---\nprint(event['detail'])"}, ["P807"]),
    # A lambda may emit an event with the table as its source.
    ({"a": emit_on(BUS, source="os.environ['DEMO_TABLE']"), "b": TABLE_RULE}, []),
    ({"a": ALLOWED + emit_on(source="os.environ['DEMO_TABLE']"), "b": TABLE_RULE}, ["P807"]),
])
def test_an_event_goes_to_the_bus_of_the_rule_that_expects_it(lambdas, expected, finding_ids):
    env = "{OTHER_BUS_ARN: 'arn:aws:events:eu-west-1:111122223333:event-bus/x'}" if "OTHER_BUS_ARN" in lambdas["a"] else "{}"
    assert finding_ids(lambdas, env=env) == expected
