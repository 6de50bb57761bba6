"""Notifications of topics to lambdas and queues."""
import json

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import arn, eventually
from tests.fixtures.topics import subscribe, topic


def test_a_lambda_gets_a_notification_as_sns_sends_it(cloud):
    topic_arn = topic(cloud, "to-lambda")
    function = cloud.function("topic-target", permits=[("sns", topic_arn)])
    subscription = subscribe(cloud, topic_arn, "lambda", function)
    sent = cloud.client("sns").publish(TopicArn=topic_arn, Message="hello", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "x"}, "n": {"DataType": "Number", "StringValue": "5"}})
    event, = eventually(lambda: cloud.calls("topic-target"))
    record, = event["Records"]
    note = record.pop("Sns")
    assert record == {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription}
    assert note.pop("Timestamp").endswith("Z")
    assert all(note.pop(name) for name in ("Signature", "SigningCertUrl", "UnsubscribeUrl"))
    assert note == {
        "Type": "Notification", "MessageId": sent["MessageId"], "TopicArn": topic_arn, "Subject": None,
        "Message": "hello", "SignatureVersion": "1",
        "MessageAttributes": {"kind": {"Type": "String", "Value": "x"}, "n": {"Type": "Number", "Value": "5"}},
    }


def test_a_lambda_that_fails_a_notification_is_tried_three_times(cloud):
    def fails(event):
        raise RuntimeError("on purpose")

    topic_arn = topic(cloud, "to-failing")
    subscribe(cloud, topic_arn, "lambda", cloud.function("topic-fails", fails, permits=[("sns", topic_arn)]))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="x")
    assert len(eventually(lambda: cloud.calls("topic-fails"), lambda calls: len(calls) == 3)) == 3


def test_without_permission_a_notification_goes_to_the_subscriptions_dead_letter_queue(cloud, caplog):
    topic_arn = topic(cloud, "denied-topic")
    url = cloud.queue("topic-dead", permits=[("sns", topic_arn)])
    function = cloud.function("topic-denied")
    subscribe(cloud, topic_arn, "lambda", function,
              RedrivePolicy=json.dumps({"deadLetterTargetArn": arn("sqs", "topic-dead")}))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="kept")
    assert json.loads(cloud.one_message(url)["Body"])["Message"] == "kept"
    assert cloud.calls("topic-denied") == []
    assert f"sns.amazonaws.com may not do lambda:InvokeFunction on {function}" in caplog.text


@cases("name, scope, policy, passes, fails", [
    ("attr", "MessageAttributes", {"kind": ["a", {"prefix": "b"}]},
     {"kind": ("String", "bee")}, {"kind": ("String", "c")}),
    ("number", "MessageAttributes", {"n": [{"numeric": [">", 5]}]}, {"n": ("Number", "6")}, {"n": ("String", "6")}),
    ("list", "MessageAttributes", {"tags": ["x"]},
     {"tags": ("String.Array", '["x", "y"]')}, {"tags": ("String.Array", '["y"]')}),
    ("or", "MessageAttributes", {"$or": [{"a": ["1"]}, {"b": ["1"]}]}, {"b": ("String", "1")}, {}),
    ("body", "MessageBody", {"order": {"total": [{"numeric": [">=", 100]}]}},
     {"order": {"total": 100}}, {"order": {"total": 99}}),
])
def test_a_filter_policy_matches_as_in_sns(cloud, name, scope, policy, passes, fails):
    topic_arn = topic(cloud, f"filter-{name}")
    function = cloud.function(f"filter-{name}", permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "lambda", function, FilterPolicyScope=scope, FilterPolicy=json.dumps(policy))
    for text, facts in [("no", fails), ("yes", passes)]:
        if scope == "MessageBody":
            cloud.client("sns").publish(TopicArn=topic_arn, Message=json.dumps(facts | {"text": text}))
        else:
            cloud.client("sns").publish(TopicArn=topic_arn, Message=json.dumps({"text": text}), MessageAttributes={
                key: {"DataType": kind, "StringValue": value} for key, (kind, value) in facts.items()})
    eventually(lambda: cloud.calls(f"filter-{name}"))
    cloud.quiet(0.02)
    texts = [json.loads(call["Records"][0]["Sns"]["Message"])["text"] for call in cloud.calls(f"filter-{name}")]
    assert texts == ["yes"]


@pytest.mark.parametrize("raw", ["false", "true"])
def test_a_queue_gets_an_envelope_or_the_raw_message(cloud, raw):
    topic_arn = topic(cloud, f"raw-{raw}")
    url = cloud.queue(f"raw-{raw}", permits=[("sns", topic_arn)])
    subscribe(cloud, topic_arn, "sqs", arn("sqs", f"raw-{raw}"), RawMessageDelivery=raw)
    cloud.client("sns").publish(TopicArn=topic_arn, Message="hello", Subject="greeting", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "x"}})
    message = cloud.one_message(url)
    if raw == "true":
        assert message["Body"] == "hello"
        assert message["MessageAttributes"] == {"kind": {"DataType": "String", "StringValue": "x"}}
    else:
        body = json.loads(message["Body"])
        assert (body["Type"], body["Message"], body["Subject"], body["TopicArn"]) == (
            "Notification", "hello", "greeting", topic_arn)
        assert body["MessageAttributes"] == {"kind": {"Type": "String", "Value": "x"}}
        assert {"SigningCertURL", "UnsubscribeURL"} <= set(body)
        assert "MessageAttributes" not in message


def test_a_queue_without_permission_for_the_topic_gets_no_message(cloud, caplog):
    topic_arn = topic(cloud, "shut-out")
    url = cloud.queue("shut")
    subscribe(cloud, topic_arn, "sqs", arn("sqs", "shut"))
    cloud.client("sns").publish(TopicArn=topic_arn, Message="x")
    assert cloud.messages(url) == []
    assert f"sns.amazonaws.com may not do sqs:SendMessage on {arn('sqs', 'shut')}" in caplog.text


def test_a_message_to_an_e_mail_address_is_in_the_log(cloud, caplog):
    topic = cloud.client("sns").create_topic(Name="mailed")["TopicArn"]
    cloud.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
    cloud.client("sns").publish(TopicArn=topic, Message="orders failed")
    assert eventually(lambda: "email to ann@example.com is not sent from the local cloud: orders failed" in caplog.text)
