"""Asynchronous calls of the local cloud: retries, destinations, dead-letter queues, and threads that outlive faults."""
import json
import threading

import pytest

from tests.fixtures.cloud import PATIENCE
from tests.fixtures.fake_functions import arn, attributes, eventually


def failing(event):
    raise RuntimeError("on purpose")


def test_a_failed_event_is_tried_again_after_one_and_two_minutes_then_sent_to_its_destination(cloud):
    from localcloud import events

    url = cloud.queue("async-failed")
    function = cloud.function("async-fails", failing)
    cloud.client("lambda").put_function_event_invoke_config(
        FunctionName="async-fails",
        DestinationConfig={"OnFailure": {"Destination": arn("sqs", "async-failed")},
                           "OnSuccess": {"Destination": arn("sqs", "nowhere")}})
    events.invoke_async(function, b'{"n": 1}')
    record = json.loads(cloud.one_message(url)["Body"])
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "version": "1.0",
        "requestContext": {"requestId": "request-1", "functionArn": function + ":$LATEST",
                           "condition": "RetriesExhausted", "approximateInvokeCount": 3},
        "requestPayload": {"n": 1},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "responsePayload": {"errorMessage": "on purpose", "errorType": "RuntimeError"},
    }
    first, second, third = cloud.times("async-fails")
    assert second - first >= 0.06 and third - second >= 0.12  # a thousandth of 60 and 120 s


def test_a_success_is_sent_to_its_destination_once(cloud):
    from localcloud import events

    url = cloud.queue("async-done")
    function = cloud.function("async-works", lambda event: {"twice": event["n"] * 2})
    cloud.client("lambda").put_function_event_invoke_config(
        FunctionName="async-works", DestinationConfig={"OnSuccess": {"Destination": arn("sqs", "async-done")}})
    events.invoke_async(function, b'{"n": 2}')
    record = json.loads(cloud.one_message(url)["Body"])
    assert record["requestContext"]["condition"] == "Success"
    assert record["requestContext"]["approximateInvokeCount"] == 1
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}
    assert record["responsePayload"] == {"twice": 4}
    assert len(cloud.calls("async-works")) == 1


@pytest.mark.parametrize("config, calls, condition", [
    ({"MaximumRetryAttempts": 0}, 1, "RetriesExhausted"),
    ({"MaximumRetryAttempts": 1}, 2, "RetriesExhausted"),
    ({"MaximumEventAgeInSeconds": 60}, 1, "EventAgeExceeded"),
])
def test_retries_end_as_configured(cloud, config, calls, condition):
    from localcloud import events

    name = f"async-ends-{calls}-{condition}"
    url = cloud.queue(name)
    function = cloud.function(name, failing)
    cloud.client("lambda").put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnFailure": {"Destination": arn("sqs", name)}}, **config)
    events.invoke_async(function, b"{}")
    told = json.loads(cloud.one_message(url)["Body"])["requestContext"]
    assert (told["condition"], told["approximateInvokeCount"]) == (condition, calls)
    cloud.quiet()
    assert len(cloud.calls(name)) == calls


def test_a_dead_letter_queue_gets_the_event_and_the_error(cloud):
    from localcloud import events
    from localcloud.functions import lambda_settings

    url = cloud.queue("async-dead")
    function = cloud.function("async-dies", failing)
    lambda_settings.store(cloud.find(function), {"DeadLetterConfig": {"TargetArn": arn("sqs", "async-dead")}})
    events.invoke_async(function, b'{"n": 3}')
    message = cloud.one_message(url)
    assert message["Body"] == '{"n": 3}'
    assert attributes(message) == {"RequestID": "request-1", "ErrorCode": "200", "ErrorMessage": "on purpose"}


def test_a_destination_may_be_a_bus_or_another_lambda(cloud):
    from localcloud import events

    rules = cloud.client("events")
    rule = rules.put_rule(Name="async-results", EventPattern='{"source": ["lambda"]}')["RuleArn"]
    rules.put_targets(Rule="async-results", Targets=[{"Id": "1", "Arn": arn("lambda", "function:async-hears")}])
    cloud.function("async-hears", permits=[("events", rule)])
    function = cloud.function("async-tells", lambda event: "done")
    cloud.client("lambda").put_function_event_invoke_config(FunctionName="async-tells", DestinationConfig={
        "OnSuccess": {"Destination": arn("events", "event-bus/default")}})
    events.invoke_async(function, b"{}")
    heard = eventually(lambda: cloud.calls("async-hears"))[0]
    assert heard["detail-type"] == "Lambda Function Invocation Result - Success"
    assert heard["resources"] == [arn("events", "event-bus/default"), function + ":$LATEST"]
    assert heard["detail"]["responsePayload"] == "done"


def test_a_fault_of_our_own_is_logged_and_ends_no_thread(cloud, caplog):
    from localcloud.events import clock

    made, done = clock.Clock(), threading.Event()
    for _ in range(2 * clock.MAX_WORKERS):
        made.soon(lambda: 1 / 0)
    assert eventually(lambda: len(caplog.records) == 2 * clock.MAX_WORKERS)
    made.later(0.001, done.set)
    assert done.wait(PATIENCE)
    made.close()
    assert "ZeroDivisionError" in caplog.text


def test_a_moto_that_does_not_fit_is_named_at_the_start(cloud, monkeypatch):
    import moto
    from moto.events.models import Rule

    from localcloud.events import patches

    monkeypatch.setattr(Rule, "send_to_targets", lambda self, event: None)
    with pytest.raises(RuntimeError) as refused:
        patches.apply(None)
    assert str(refused.value) == (
        f"moto {moto.__version__} does not fit the local cloud: moto.events.models.Rule.send_to_targets should take "
        "(self, original_event, transform_input) and takes ['self', 'event']; "
        "install the version that requirements.txt names")
