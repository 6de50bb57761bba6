"""Buses, rules and targets of the local cloud, with Python functions as lambdas."""
import json
from datetime import datetime, timezone

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import ACCOUNT, REGION, arn, attributes, eventually


def put_rule(cloud, name, pattern, *targets, bus=None):
    """Creates a rule with targets; returns its ARN."""
    bus_argument = {"EventBusName": bus} if bus else {}
    events = cloud.client("events")
    rule = events.put_rule(Name=name, EventPattern=json.dumps(pattern), **bus_argument)["RuleArn"]
    entries = [{"Id": str(n), **target} for n, target in enumerate(targets)]
    events.put_targets(Rule=name, Targets=entries, **bus_argument)
    return rule


def put_event(cloud, source, detail, **more):
    """Puts one entry; its part of the response of PutEvents."""
    entry = {"Source": source, "DetailType": "made", "Detail": json.dumps(detail), **more}
    return cloud.client("events").put_events(Entries=[entry])["Entries"][0]


def test_an_event_reaches_a_lambda_as_eventbridge_sends_it(cloud):
    rule = put_rule(cloud, "to-lambda", {"source": ["to-lambda"], "detail": {"n": [{"numeric": [">", 1]}]}},
                    {"Arn": arn("lambda", "function:rule-target")})
    cloud.function("rule-target", permits=[("events", rule)])
    put_event(cloud, "to-lambda", {"n": 1})
    response = put_event(cloud, "to-lambda", {"n": 2}, Resources=["r"],
                         Time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc))
    event, = eventually(lambda: cloud.calls("rule-target"))
    assert list(event) == ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]
    assert event == {"version": "0", "id": response["EventId"], "detail-type": "made", "source": "to-lambda",
                     "account": ACCOUNT, "time": "2026-01-02T03:04:05Z", "region": REGION, "resources": ["r"], "detail": {"n": 2}}


def test_without_permission_a_lambda_is_not_invoked_and_the_event_goes_to_the_dead_letter_queue(cloud, caplog):
    target = cloud.function("rule-denied")
    rule = put_rule(cloud, "denied", {"source": ["denied"]},
                    {"Arn": target, "DeadLetterConfig": {"Arn": arn("sqs", "denied-dead")}})
    url = cloud.queue("denied-dead", permits=[("events", rule)])
    put_event(cloud, "denied", {"n": 1})
    message = cloud.one_message(url)
    assert json.loads(message["Body"])["detail"] == {"n": 1}
    reason = attributes(message)
    assert reason.pop("ERROR_MESSAGE") == (
        f"events.amazonaws.com may not do lambda:InvokeFunction on {target}: its policy has no permission for {rule}")
    assert reason == {"RULE_ARN": rule, "TARGET_ARN": target, "ERROR_CODE": "NO_PERMISSIONS"}
    assert cloud.calls("rule-denied") == []
    assert f"may not do lambda:InvokeFunction on {target}" in caplog.text


@pytest.mark.parametrize("target, message", [
    (arn("lambda", "function:absent"), "arn:aws:lambda:eu-west-1:123456789012:function:absent does not exist"),
    (arn("sqs", "nothing"), "arn:aws:sqs:eu-west-1:123456789012:nothing does not exist"),
    (arn("glue", "workflow/x"),
     "target arn:aws:glue:eu-west-1:123456789012:workflow/x is not supported by the local cloud"),
])
def test_the_log_names_a_target_that_cannot_be_served(cloud, caplog, target, message):
    source = target.replace(":", "-").replace("/", "-")
    put_rule(cloud, f"lost-{target.split(':')[2]}", {"source": [source]}, {"Arn": target})
    put_event(cloud, source, {})
    assert eventually(lambda: message in caplog.text)


def test_targets_of_every_kind_get_the_event(cloud):
    url = cloud.queue("rule-queue", permits=[("events", f"arn:aws:events:{REGION}:{ACCOUNT}:rule/kinds")])
    topic = cloud.client("sns").create_topic(Name="rule-topic")["TopicArn"]
    cloud.client("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(
        {"Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish",
                        "Resource": topic}]}))
    cloud.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "rule-topic-queue"))
    second = cloud.queue("rule-topic-queue", permits=[("sns", topic)])
    cloud.client("logs").create_log_group(logGroupName="/aws/events/kinds")
    cloud.client("events").create_event_bus(Name="rule-bus")
    further = put_rule(cloud, "further", {"source": ["kinds"]}, {"Arn": arn("lambda", "function:rule-further")},
                       bus="rule-bus")
    cloud.function("rule-further", permits=[("events", further)])
    put_rule(cloud, "kinds", {"source": ["kinds"]},
             {"Arn": arn("sqs", "rule-queue"), "InputPath": "$.detail"},
             {"Arn": topic, "Input": '"hello"'},
             {"Arn": arn("logs", "log-group:/aws/events/kinds")},
             {"Arn": arn("events", "event-bus/rule-bus")})
    put_event(cloud, "kinds", {"n": 5})
    assert json.loads(cloud.one_message(url)["Body"]) == {"n": 5}
    assert json.loads(cloud.one_message(second)["Body"])["Message"] == '"hello"'
    lines = eventually(lambda: cloud.client("logs").filter_log_events(logGroupName="/aws/events/kinds")["events"])
    assert [json.loads(line["message"])["detail"] for line in lines] == [{"n": 5}]
    assert [event["detail"] for event in eventually(lambda: cloud.calls("rule-further"))] == [{"n": 5}]


def test_an_event_stays_on_its_bus_and_a_disabled_rule_does_not_match(cloud):
    cloud.client("events").create_event_bus(Name="own-bus")
    own_rule = put_rule(cloud, "own", {"source": ["stays"]}, {"Arn": arn("lambda", "function:rule-own")}, bus="own-bus")
    default_rule = put_rule(cloud, "default-own", {"source": ["stays"]},
                            {"Arn": arn("lambda", "function:rule-default")})
    disabled_rule = put_rule(cloud, "off", {"source": ["stays"]}, {"Arn": arn("lambda", "function:rule-off")},
                             bus="own-bus")
    cloud.function("rule-own", permits=[("events", own_rule)])
    cloud.function("rule-default", permits=[("events", default_rule)])
    cloud.function("rule-off", permits=[("events", disabled_rule)])
    cloud.client("events").disable_rule(Name="off", EventBusName="own-bus")
    put_event(cloud, "stays", {}, EventBusName=arn("events", "event-bus/own-bus"))
    assert len(eventually(lambda: cloud.calls("rule-own"))) == 1
    cloud.quiet()
    assert cloud.calls("rule-default") == cloud.calls("rule-off") == []


def test_invalid_entries_fail_alone_and_an_unknown_bus_is_logged(cloud, caplog):
    good = {"Source": "mixed", "DetailType": "made", "Detail": "{}"}
    response = cloud.client("events").put_events(Entries=[
        good, good | {"Detail": "[]"}, good | {"Source": ""}, good | {"EventBusName": "no-such-bus"}])
    assert [entry.get("ErrorCode") for entry in response["Entries"]] == [
        None, "MalformedDetail", "InvalidArgument", None]
    assert response["FailedEntryCount"] == 2
    assert "there is no event bus no-such-bus in eu-west-1" in caplog.text


@pytest.mark.parametrize("size, accepted", [(1_000_000, True), (1_048_576, False)])
def test_a_megabyte_of_entries_is_too_much(cloud, size, accepted):
    events = cloud.client("events")
    entry = {"Source": "big", "DetailType": "made", "Detail": json.dumps({"x": "x" * (size // 2 - 20)})}
    if accepted:
        assert events.put_events(Entries=[entry, entry])["FailedEntryCount"] == 0
    else:
        with pytest.raises(ClientError) as raised:
            events.put_events(Entries=[entry, entry, entry])
        assert raised.value.response["Error"]["Message"] == (
            "Total size of the entries in the request is over the limit.")


def test_an_exception_in_a_delivery_is_logged_and_the_next_delivery_works(cloud, caplog, monkeypatch):
    rule = put_rule(cloud, "faulty", {"source": ["faulty"]}, {
        "Arn": arn("lambda", "function:rule-after-fault"), "RetryPolicy": {"MaximumRetryAttempts": 1},
        "DeadLetterConfig": {"Arn": arn("sqs", "faulty-dead")}})
    url = cloud.queue("faulty-dead", permits=[("events", rule)])
    cloud.function("rule-after-fault", permits=[("events", rule)])
    with monkeypatch.context() as patched:
        patched.setattr(cloud, "find", lambda *_: 1 / 0)
        put_event(cloud, "faulty", {"n": 1})
        message = cloud.one_message(url)
    assert attributes(message)["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert attributes(message)["RETRY_ATTEMPTS"] == "1"
    assert "ZeroDivisionError" in caplog.text
    put_event(cloud, "faulty", {"n": 2})
    assert [event["detail"] for event in eventually(lambda: cloud.calls("rule-after-fault"))] == [{"n": 2}]
