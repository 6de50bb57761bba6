"""Messages that a topic or queue refuses, those that its filter does not match, and failures in a FIFO batch."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

TOPIC = '"""Takes messages.\n\ninfra:\n  topic: {%s}\n"""\n\n\ndef handler(event, context):\n    return None\n'
PUBLISH = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], Message='m'%s)"
BATCH = "boto3.client('sns').publish_batch(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], " \
    "PublishBatchRequestEntries=[{'Id': '1', 'Message': 'm'%s}])"
RESOURCE = "boto3.resource('sns').Topic(os.environ['DEMO_ORDERS_TOPIC']).publish(Message='m'%s)"

SPREAD = "more = {'TopicArn': os.environ['DEMO_ORDERS_TOPIC'], 'Message': 'm'}\nif %s:\n" \
    "    more['MessageDeduplicationId'] = event['id']\nboto3.client('sns').publish(**more)"


@cases("block, code, expected", [
    ("fifo: true", PUBLISH % "", ["P512"]), ("fifo: true", PUBLISH % ", MessageGroupId='a'", []),
    ("fifo: false", PUBLISH % "", []), ("", PUBLISH % "", []), ("fifo: true", BATCH % "", ["P512"]),
    ("fifo: true", RESOURCE % "", ["P512"]), ("fifo: true", RESOURCE % ", MessageGroupId='a'", []),
    ("fifo: true", "boto3.client('sns').publish(PhoneNumber='+47', Message='m')", []),
    ("fifo: true", PUBLISH % ", MessageGroupId='a', MessageDeduplicationId='b'", []),
    ("", PUBLISH % ", MessageDeduplicationId=event['id']", ["P512"]), ("", PUBLISH % ", MessageGroupId='a'", []),
    ("", BATCH % ", 'MessageDeduplicationId': event['id']", ["P512"]), ("", BATCH % "", []),
    ("", RESOURCE % ", MessageDeduplicationId='b'", ["P512"]), ("", SPREAD % "True", ["P512"]), ("", SPREAD % "event['b']", []),
])
def test_a_message_with_the_wrong_ids_is_refused(finding_ids, block, code, expected):
    ids = finding_ids({"a": code, "lambdas/orders/index.py": TOPIC % block})
    assert [id_ for id_ in ids if id_ == "P512"] == expected


RECEIVER = '"""Takes messages.\n\ninfra:\n  %s\n"""\n\n\ndef handler(event, context):\n    return None\n'
SQS = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody=%s)"
SNS = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], Message=%s%s)"
QUEUE = "queue: {filter: {status: [paid, {prefix: ok}]}}"
BODY, ATTRIBUTES = "topic: {filter: {body: {status: [paid]}}}", "topic: {filter: {attributes: {status: [paid]}}}"
TYPED = ", MessageAttributes={'status': {'DataType': '%s', 'StringValue': %s}}"
PUBLISH_BATCH = "response = boto3.client('sns').publish_batch(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], PublishBatchRequestEntries=[" \
    "{'Id': '1', 'Message': 'm', 'Message%s': {'status': {'DataType': 'String', 'StringValue': %s}}}])\n" \
    "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])"
OF_TIMER = "infra:\n  timer: {rate: 1 day, body: {kind: %s}}\n---\n"
TIMER = OF_TIMER + SNS.replace("%s%s", "'m'" + TYPED % ("String", "event['kind']"))
BODY_TIMER = OF_TIMER + SNS.replace("%s%s", "json.dumps({'status': event['kind']})")
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
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "'paid'")), []), (ATTRIBUTES, SNS % ("'m'", ""), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "'Paid'")), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "event['status']")), []),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "event['status'].upper()")), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "event['status'].lower()")), []),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "('paid' if event['a'] else 'old').upper()")), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "f\"{'paid' if event['a'] else 'old'}-2\"")), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED % ("String", "table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['status'].upper()")),
     ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", TYPED.replace("status", "state") % ("String", "'paid'")), ["P828"]),
    (ATTRIBUTES, SNS % ("'m'", ", MessageAttributes=event['attributes']"), []),
    (ATTRIBUTES, SNS % ("'m'", ", MessageAttributes={**event['a'], 'b': {'DataType': 'String', 'StringValue': 'c'}}"), []),
    (ATTRIBUTES, SNS % ("'m'", ", **event['more']"), []),
    (ATTRIBUTES.replace("}}}", "}}, subscribers: [ops@example.com]}"), SNS % ("'m'", ""), []),
    ("topic: {filter: {attributes: {status: [{exists: false}]}}}", SNS % ("'m'", ""), []),
    ("topic: {filter: {attributes: {status: [{anything-but: paid}]}}}", SNS % ("'m'", TYPED % ("String", "'paid'")), ["P828"]),
    ("topic: {filter: {attributes: {status: [{numeric: ['>', 5]}]}}}", SNS % ("'m'", TYPED % ("Number", "'7'")), []),
    ("topic: {filter: {attributes: {status: [{numeric: ['>', 5]}]}}}", SNS % ("'m'", TYPED % ("Number", "'3'")), ["P828"]),
    ("topic: {filter: {attributes: {status: [{numeric: ['>', 5]}]}}}", SNS % ("'m'", TYPED % ("String", "'7'")), ["P828"]),
    ("topic: {filter: {attributes: {status: [new, paid]}}}", SNS % (
        "'m'", TYPED % ("String", "'new' if event['a'] else 'other'")), []),
    (ATTRIBUTES, TIMER % "paid", []), (ATTRIBUTES, TIMER % "weekly", ["P828"]), (BODY, BODY_TIMER % "weekly", ["P828"]),
    (ATTRIBUTES, PUBLISH_BATCH % ("Attributes", "'paid'"), []), (ATTRIBUTES, PUBLISH_BATCH % ("Attributes", "'new'"), ["P828"]),
]


OTHER = "infra:\n  queue: {%s, from: {source: {type: topic, name: orders}%s}}\n---\nprint(event['Records'])"


@cases("settings, filter_, expected", [
    ("batch: 10", "", []), ("filter: {status: [new]}", "", []), ("filter: {status: [old]}", "", ["P828"]),
    ("batch: 10", ", filter: {attributes: {kind: [refund]}}", [])])
def test_another_subscriber_may_get_the_message(flow_ids, settings, filter_, expected):
    assert flow_ids({"a": SNS % ("json.dumps({'status': 'new'})", ""), "b": OTHER % (settings, filter_),
                     "lambdas/orders/index.py": RECEIVER % BODY}) == expected


test_a_message_that_no_filter_matches = finds((({"a": code, "lambdas/orders/index.py": RECEIVER % block}, expected) for block, code, expected in CASES), "flow_ids")

FIFO = "infra:\n  queue: {fifo: true, batch: 10}\n---\nfailed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        %s\nreturn {'batchItemFailures': [{'itemIdentifier': name} for name in failed]}"

test_a_fifo_batch_ends_at_its_first_failure = finds([
    (FIFO % "failed.append(record['messageId'])", ["P514"]), (FIFO % "failed += [record['messageId']]", ["P514"]),
    (FIFO % "failed += [later['messageId'] for later in event['Records']]\n        break", []),
    (FIFO.replace("fifo: true", "fifo: false") % "failed.append(record['messageId'])", []),
])
