"""Messages that a FIFO topic refuses, or a standard topic or queue."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
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
