"""Where a failed message goes, by its form: AWS's own examples of each, and what stays with a reason."""
import json

import pytest

from incidents import deliveries
from incidents.deliveries import Refused, ToFunction, ToQueue, ToStream
from incidents.functions import Function
from incidents.queues import FAILURES, Queue
from tests.fixtures.cases import cases

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:demo-dev-orders"
RULE = "arn:aws:events:eu-west-1:123456789012:rule/demo-dev/orders-paid"
SUBSCRIPTION = "arn:aws:sns:eu-west-1:123456789012:demo-topic:1"
EVENT = {"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}
BATCH = {"shardId": "s", "startSequenceNumber": "1", "endSequenceNumber": "2", "streamArn": "arn:aws:dynamodb:...", "batchSize": 2}
NOTICE = {"Type": "Notification", "MessageId": "m", "TopicArn": "t", "Message": "hello", "UnsubscribeURL":
          f"https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={SUBSCRIPTION}"}


def queue(name, target=""):
    return Queue(name, URL + name, target, 0, name.endswith(".fifo"), "", (0, 0, 0))


QUEUES = {name: queue(name) for name in ("demo-orders", "demo-ordered.fifo", FAILURES)}


@pytest.fixture
def planner():
    """A Planner that knows one rule and one subscription."""
    class Stage:
        queues = QUEUES

    planner = deliveries.Planner({}, "dev", Stage(), [Function("orders", "demo-dev-orders", "logs", True)])
    planner._targets = {SUBSCRIPTION: {"Protocol": "lambda", "Endpoint": FUNCTION}, f"{RULE}-gone": [], RULE: [
        {"Arn": FUNCTION}, {"Arn": f"{FUNCTION}s", "InputTransformer": {}}, {"Arn": "arn:aws:sqs:eu-west-1:123456789012:demo-orders"},
        {"Arn": "arn:aws:sns:eu-west-1:123456789012:news"}]}
    return planner


def message(body, attributes=None, **system):
    body = body if isinstance(body, str) else json.dumps(body)
    return {"MessageId": "m", "Body": body, "Attributes": system, "MessageAttributes": {
        name: {"DataType": "String", "StringValue": value} for name, value in (attributes or {}).items()}}


def of_rule(target, rule=RULE):
    return message(EVENT, {"RULE_ARN": rule, "TARGET_ARN": target, "ERROR_CODE": "NO_PERMISSIONS"})


def record(**fields):
    return message({"requestContext": {"functionArn": f"{FUNCTION}:$LATEST", "condition": "RetriesExhausted"}, **fields})


@cases("failed, expected", [
    (record(requestPayload={"id": 1}), ToFunction("demo-dev-orders", '{"id": 1}')),
    (record(DDBStreamBatchInfo=BATCH), ToStream("demo-dev-orders", BATCH)),
    (record(KinesisBatchInfo=BATCH), ToStream("demo-dev-orders", BATCH)),
    (record(), Refused("the record does not have the event")),
    (message({"requestContext": {"functionArn": f"{FUNCTION}-other"}, "requestPayload": 1}),
     Refused(f"the stage has no function {FUNCTION}-other")),
    (of_rule(FUNCTION), ToFunction("demo-dev-orders", json.dumps(EVENT))),
    (of_rule(f"{FUNCTION}s"), Refused("its rule changes the event, which only EventBridge can do")),
    (of_rule("arn:aws:sqs:eu-west-1:123456789012:demo-orders"), ToQueue(f"{URL}demo-orders", {"MessageBody": json.dumps(EVENT)})),
    (of_rule("arn:aws:sns:eu-west-1:123456789012:news"),
     Refused("its target is arn:aws:sns:eu-west-1:123456789012:news, neither a function nor a queue of the stage")),
    (of_rule(FUNCTION, f"{RULE}-gone"), Refused(f"the rule {RULE}-gone or its target is gone")),
    (message("{}", {"TARGET_ARN": FUNCTION, "ERROR_CODE": "x"}), ToFunction("demo-dev-orders", "{}")),  # of a schedule
    (message({**NOTICE, "UnsubscribeURL": ""}), Refused("its subscriber is no function of the stage: publish the message to "
                                      "the topic again")),
    (message("a", DeadLetterQueueSourceArn="arn:aws:sqs:eu-west-1:123456789012:demo-orders"),
     ToQueue(f"{URL}demo-orders", {"MessageBody": "a"})),
    *((message(text), Refused("its form is that of no service")) for text in ("", "[]", "{}", "a", '{"requestContext": 1}')),
])
def test_the_form_of_a_message_of_the_failures_queue_decides_its_target(planner, failed, expected):
    planner._targets[""] = {}
    assert planner.delivery(failed, QUEUES[FAILURES]) == expected


def test_a_lambda_gets_a_topics_message_in_the_form_of_sns(planner):
    delivery = planner.delivery(message(NOTICE), QUEUES[FAILURES])
    fields = json.loads(delivery.payload)["Records"][0]
    assert (delivery.function, fields["EventSource"], fields["EventSubscriptionArn"]) == ("demo-dev-orders", "aws:sns", SUBSCRIPTION)
    assert fields["Sns"] == {"Subject": None, "MessageAttributes": {}, "UnsubscribeUrl": NOTICE["UnsubscribeURL"],
                             **{name: NOTICE[name] for name in ("Type", "MessageId", "TopicArn", "Message")}}


def test_a_dead_letter_keeps_all_that_its_sender_set(planner):
    failed = message("a", {"kind": "k"}, MessageGroupId="g", MessageDeduplicationId="d", AWSTraceHeader="Root=1", SentTimestamp="1")
    failed["MessageAttributes"]["raw"] = {"DataType": "Binary", "BinaryValue": b"\0"}
    assert planner.delivery(failed, queue("demo-orders-dlq", f"{URL}demo-ordered.fifo")) == ToQueue(f"{URL}demo-ordered.fifo", {
        "MessageBody": "a", "MessageGroupId": "g", "MessageDeduplicationId": "d", "MessageAttributes": failed["MessageAttributes"],
        "MessageSystemAttributes": {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1"}}})
