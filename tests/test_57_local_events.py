"""Asynchronous calls, rules and schedules of the local cloud, over moto and with lambdas that are functions here."""
import json
import time

import pytest
from botocore.exceptions import ClientError

from fake_functions import ACCOUNT, REGION, arn, eventually

pytest_plugins = ["event_fixture"]


def failing(event):
    raise RuntimeError("on purpose")


def attributes(message):
    return {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}


def put_rule(cloud, name, pattern, *targets, bus=None):
    """A rule with targets; its ARN."""
    where = {"EventBusName": bus} if bus else {}
    events = cloud.client("events")
    made = events.put_rule(Name=name, EventPattern=json.dumps(pattern), **where)["RuleArn"]
    events.put_targets(Rule=name, Targets=[{"Id": str(n), **one} for n, one in enumerate(targets)], **where)
    return made


def put_event(cloud, source, detail, **more):
    """One entry; what PutEvents answers to it."""
    entry = {"Source": source, "DetailType": "made", "Detail": json.dumps(detail), **more}
    return cloud.client("events").put_events(Entries=[entry])["Entries"][0]


# asynchronous calls

def test_a_failed_event_is_tried_again_after_one_and_two_minutes_then_told_to_its_destination(cloud):
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


def test_a_success_is_told_to_its_destination_once(cloud):
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
    from localcloud import events, lambda_settings

    url = cloud.queue("async-dead")
    function = cloud.function("async-dies", failing)
    lambda_settings.keep(cloud.find(function), {"DeadLetterConfig": {"TargetArn": arn("sqs", "async-dead")}})
    events.invoke_async(function, b'{"n": 3}')
    message = cloud.one_message(url)
    assert message["Body"] == '{"n": 3}'
    assert attributes(message) == {"RequestID": "request-1", "ErrorCode": "200", "ErrorMessage": "on purpose"}


def test_a_destination_may_be_a_bus_or_another_lambda(cloud):
    from localcloud import events

    rule = put_rule(cloud, "async-results", {"source": ["lambda"]}, {"Arn": arn("lambda", "function:async-hears")})
    cloud.function("async-hears", permits=[("events", rule)])
    function = cloud.function("async-tells", lambda event: "done")
    cloud.client("lambda").put_function_event_invoke_config(FunctionName="async-tells", DestinationConfig={
        "OnSuccess": {"Destination": arn("events", "event-bus/default")}})
    events.invoke_async(function, b"{}")
    heard = eventually(lambda: cloud.calls("async-hears"))[0]
    assert heard["detail-type"] == "Lambda Function Invocation Result - Success"
    assert heard["resources"] == [function + ":$LATEST", arn("events", "event-bus/default")]
    assert heard["detail"]["responsePayload"] == "done"


# rules

def test_an_event_reaches_a_lambda_as_eventbridge_sends_it(cloud):
    rule = put_rule(cloud, "to-lambda", {"source": ["to-lambda"], "detail": {"n": [{"numeric": [">", 1]}]}},
                    {"Arn": arn("lambda", "function:rule-hears")})
    cloud.function("rule-hears", permits=[("events", rule)])
    put_event(cloud, "to-lambda", {"n": 1})
    answer = put_event(cloud, "to-lambda", {"n": 2}, Resources=["r"])
    event, = eventually(lambda: cloud.calls("rule-hears"))
    assert list(event) == ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]
    moment = event.pop("time")
    assert len(moment) == len("2026-01-02T03:04:05Z") and moment.endswith("Z")
    assert event == {"version": "0", "id": answer["EventId"], "detail-type": "made", "source": "to-lambda",
                     "account": ACCOUNT, "region": REGION, "resources": ["r"], "detail": {"n": 2}}


def test_without_leave_a_lambda_is_not_called_and_the_dead_letter_queue_says_why(cloud, caplog):
    target = cloud.function("rule-no-leave")
    rule = put_rule(cloud, "no-leave", {"source": ["no-leave"]},
                    {"Arn": target, "DeadLetterConfig": {"Arn": arn("sqs", "no-leave-dead")}})
    url = cloud.queue("no-leave-dead", permits=[("events", rule)])
    put_event(cloud, "no-leave", {"n": 1})
    message = cloud.one_message(url)
    assert json.loads(message["Body"])["detail"] == {"n": 1}
    told = attributes(message)
    assert told.pop("ERROR_MESSAGE") == (
        f"events.amazonaws.com may not do lambda:InvokeFunction on {target}: its policy has no leave for {rule}")
    assert told == {"RULE_ARN": rule, "TARGET_ARN": target, "ERROR_CODE": "NO_PERMISSIONS"}
    assert cloud.calls("rule-no-leave") == []
    assert f"may not do lambda:InvokeFunction on {target}" in caplog.text


@pytest.mark.parametrize("target, said", [
    (arn("lambda", "function:nobody"), "arn:aws:lambda:eu-west-1:123456789012:function:nobody does not exist"),
    (arn("sqs", "nothing"), "arn:aws:sqs:eu-west-1:123456789012:nothing does not exist"),
    (arn("states", "stateMachine:x"),
     "target arn:aws:states:eu-west-1:123456789012:stateMachine:x is not supported by the local cloud"),
])
def test_a_target_that_cannot_be_served_is_named(cloud, caplog, target, said):
    source = target.replace(":", "-").replace("/", "-")
    put_rule(cloud, f"lost-{target.split(':')[2]}", {"source": [source]}, {"Arn": target})
    put_event(cloud, source, {})
    assert eventually(lambda: said in caplog.text)


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


def test_an_event_stays_on_its_bus_and_a_disabled_rule_is_deaf(cloud):
    cloud.client("events").create_event_bus(Name="own-bus")
    here = put_rule(cloud, "own", {"source": ["stays"]}, {"Arn": arn("lambda", "function:rule-own")}, bus="own-bus")
    there = put_rule(cloud, "default-own", {"source": ["stays"]}, {"Arn": arn("lambda", "function:rule-default")})
    off = put_rule(cloud, "off", {"source": ["stays"]}, {"Arn": arn("lambda", "function:rule-off")}, bus="own-bus")
    cloud.function("rule-own", permits=[("events", here)])
    cloud.function("rule-default", permits=[("events", there)])
    cloud.function("rule-off", permits=[("events", off)])
    cloud.client("events").disable_rule(Name="off", EventBusName="own-bus")
    put_event(cloud, "stays", {}, EventBusName=arn("events", "event-bus/own-bus"))
    assert len(eventually(lambda: cloud.calls("rule-own"))) == 1
    cloud.quiet()
    assert cloud.calls("rule-default") == cloud.calls("rule-off") == []


def test_bad_entries_fail_alone_and_an_unknown_bus_is_told_to_the_log(cloud, caplog):
    good = {"Source": "mixed", "DetailType": "made", "Detail": "{}"}
    answer = cloud.client("events").put_events(Entries=[
        good, good | {"Detail": "[]"}, good | {"Source": ""}, good | {"EventBusName": "no-such-bus"}])
    assert [entry.get("ErrorCode") for entry in answer["Entries"]] == [None, "MalformedDetail", "InvalidArgument", None]
    assert answer["FailedEntryCount"] == 2
    assert "there is no event bus no-such-bus in eu-west-1" in caplog.text


@pytest.mark.parametrize("size, taken", [(1_000_000, True), (1_048_576, False)])
def test_a_megabyte_of_entries_is_too_much(cloud, size, taken):
    events = cloud.client("events")
    entry = {"Source": "big", "DetailType": "made", "Detail": json.dumps({"x": "x" * (size // 2 - 20)})}
    if taken:
        assert events.put_events(Entries=[entry, entry])["FailedEntryCount"] == 0
    else:
        with pytest.raises(ClientError) as refused:
            events.put_events(Entries=[entry, entry, entry])
        assert refused.value.response["Error"]["Message"] == (
            "Total size of the entries in the request is over the limit.")


def test_a_fault_in_one_delivery_is_logged_and_the_next_is_made(cloud, caplog, monkeypatch):
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


# schedules

def test_a_rate_fires_again_and_again_as_eventbridge_sends_it_and_stops_when_disabled(cloud):
    events = cloud.client("events")
    rule = events.put_rule(Name="each-minute", ScheduleExpression="rate(1 minute)")["RuleArn"]
    cloud.function("rate-hears", permits=[("events", rule)])
    events.put_targets(Rule="each-minute", Targets=[{"Id": "1", "Arn": arn("lambda", "function:rate-hears")}])
    fired = eventually(lambda: cloud.calls("rate-hears"), lambda calls: len(calls) >= 3)
    event = fired[0]
    assert event.pop("id") and event.pop("time").endswith("Z")
    assert event == {"version": "0", "detail-type": "Scheduled Event", "source": "aws.events", "account": ACCOUNT,
                     "region": REGION, "resources": [rule], "detail": {}}
    moments = cloud.times("rate-hears")
    assert moments[2] - moments[0] == pytest.approx(0.12, abs=0.05)
    events.disable_rule(Name="each-minute")
    cloud.quiet(0.02)
    count = len(cloud.calls("rate-hears"))
    cloud.quiet(0.15)
    assert len(cloud.calls("rate-hears")) == count


def test_a_scheduled_rule_sends_its_input_and_hears_no_events(cloud):
    events = cloud.client("events")
    rule = events.put_rule(Name="by-cron", ScheduleExpression="cron(* * * * ? *)")["RuleArn"]
    cloud.function("cron-hears", permits=[("events", rule)])
    put_event(cloud, "anything", {})
    events.put_targets(Rule="by-cron", Targets=[
        {"Id": "1", "Arn": arn("lambda", "function:cron-hears"), "Input": '{"body": 1}'}])
    assert eventually(lambda: cloud.calls("cron-hears"))[0] == {"body": 1}
    events.remove_targets(Rule="by-cron", Ids=["1"])
    events.delete_rule(Name="by-cron")


def test_a_schedule_of_the_scheduler_fires_by_its_role_and_fills_in_its_words(cloud):
    target = cloud.function("scheduler-hears")
    scheduler = cloud.client("scheduler")
    made = scheduler.create_schedule(
        Name="words", ScheduleExpression="rate(1 minute)", FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": target, "RoleArn": cloud.role, "Input":
                '{"of": "<aws.scheduler.schedule-arn>", "try": <aws.scheduler.attempt-number>}'})["ScheduleArn"]
    assert eventually(lambda: cloud.calls("scheduler-hears"))[0] == {"of": made, "try": 1}
    scheduler.delete_schedule(Name="words")


def test_a_schedule_without_input_sends_an_event_whose_detail_is_a_text_and_deletes_itself(cloud):
    from localcloud import events

    target = cloud.function("once-hears")
    clock = events._running["world"].clock
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(clock.now() + 90))
    scheduler = cloud.client("scheduler")
    made = scheduler.create_schedule(
        Name="once", ScheduleExpression=f"at({at})", FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE", Target={"Arn": target, "RoleArn": cloud.role})["ScheduleArn"]
    event = eventually(lambda: cloud.calls("once-hears"))[0]
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")
    assert (event["resources"], event["time"]) == ([made], at + "Z")
    assert eventually(lambda: scheduler.list_schedules(NamePrefix="once")["Schedules"], lambda held: not held) == []
    assert len(cloud.calls("once-hears")) == 1


# fitting moto

def test_a_moto_that_does_not_fit_is_named_at_the_start(cloud, monkeypatch):
    import moto
    from moto.events.models import Rule

    from localcloud.events import patches

    monkeypatch.setattr(Rule, "send_to_targets", lambda self, event: None)
    with pytest.raises(RuntimeError) as refused:
        patches.apply(None)
    assert str(refused.value) == (
        f"moto {moto.__version__} does not fit the local cloud: moto.events.models.Rule.send_to_targets should take "
        "(self, original_event, transform_input, ...) and takes ['self', 'event']; "
        "install the version that requirements.txt names")
