"""Messages that the filter of a queue or topic does not match, beside similar ones that it may match."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
RECEIVER = '"""Takes messages.\n\ninfra:\n  %s\n"""\n\n\ndef handler(event, context):\n    return None\n'
SQS = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody=%s)"
SNS = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], Message=%s%s)"
QUEUE = "queue: {filter: {status: [paid, {prefix: ok}]}}"
BODY, ATTRIBUTES = "topic: {filter: {body: {status: [paid]}}}", "topic: {filter: {attributes: {status: [paid]}}}"
CASES = [
    (QUEUE, SQS % "json.dumps({'status': 'paid'})", []), (QUEUE, SQS % "json.dumps({'status': 'new'})", ["P828"]),
    (QUEUE, SQS % "json.dumps({'status': 'ok 2'})", []), (QUEUE, SQS % "json.dumps({'state': 'paid'})", ["P828"]),
    (QUEUE, SQS % "json.dumps({'status': event['status']})", []), (QUEUE, SQS % "json.dumps(event)", []),
    (QUEUE, SQS % "json.dumps({**event, 'a': 1})", []), (QUEUE, SQS % "'Order is paid'", ["P828"]),
    (QUEUE, SQS % "event['text']", []), (QUEUE, SQS % "json.dumps({'status': 5})", ["P828"]),
    (QUEUE, SQS % "json.dumps({'status': 'new' if event['a'] else 'paid'})", []),
    ("queue: {filter: [{a: [1]}, {b: [2]}]}", SQS % "json.dumps({'b': 2})", []),
    ("queue: {filter: [{a: [1]}, {b: [2]}]}", SQS % "json.dumps({'b': 1})", ["P828"]),
    ("queue: {}", SQS % "'Order is paid'", []),
    (BODY, SNS % ("json.dumps({'status': 'paid'})", ""), []), (BODY, SNS % ("json.dumps({'status': 'new'})", ""), ["P828"]),
    (BODY, SNS % ("'paid'", ""), ["P828"]), (BODY, SNS % ("event['m']", ""), []),
    (ATTRIBUTES, SNS % ("json.dumps({'status': 'new'})", ", MessageAttributes={'status': {'DataType': 'String', "
                        "'StringValue': 'paid'}}"), []),
]


@cases("block, code, expected", CASES)
def test_a_message_that_no_filter_matches(flow_ids, block, code, expected):
    assert flow_ids({"a": code, "lambdas/orders/index.py": RECEIVER % block}) == expected
