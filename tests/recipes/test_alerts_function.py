"""The function of the alerts: one message for equal failures, then their count, whatever is killed in between."""
import json
from types import SimpleNamespace

import boto3
import pytest

from incidents import log_lines
from recipes.code import alerts, failure_lines
from testkit.mock import mocked
from tests.fixtures.alerts_world import AT, TRACE
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.alerts_world"]
REQUEST = "11111111-2222-3333-4444-555555555555"


def test_the_first_failure_sends_a_message_with_its_line_and_commands(world):
    world.fail()
    assert world.messages[0].splitlines() == [
        "demo prod: orders failed", "ValueError: bad total: 3", AT, "1 time in the last 10 minutes",
        "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/demo-prod-Orders"
        f"/log-events/s$3Fstart$3D{world.time - 60000}", "",
        "make errors stage=prod name=orders", "make replay stage=prod name=orders", "make logs stage=prod name=orders"]


def test_a_flood_is_one_message_then_its_count_every_ten_minutes_then_nothing(world):
    world.fail()
    for _ in range(5):
        world.fail(times=20)
    world.after_ten_minutes()
    world.fail(times=2)
    world.after_ten_minutes()
    world.after_ten_minutes()
    assert world.counts() == ["1 time in the last 10 minutes", "100 more times in the last 10 minutes", "2 more times in the last 10 minutes"]
    assert world.after_ten_minutes() == 0
    world.fail()
    assert len(world.messages) == 4


def test_what_there_was_no_time_to_count_is_counted_the_next_time(world, monkeypatch):
    world.fail()
    for _ in range(3):
        world.fail(times=1000)
    original = alerts.table().query
    table = SimpleNamespace(put_item=alerts.table().put_item, get_item=alerts.table().get_item,
                            delete_item=alerts.table().delete_item, query=lambda **words: original(**words, Limit=3))
    monkeypatch.setattr(alerts, "table", lambda: table)
    with monkeypatch.context() as patch:
        patch.setattr(alerts.time, "monotonic", iter(range(99)).__next__)
        patch.setattr(alerts, "LONGEST_COUNT", 2)
        world.after_ten_minutes()
    world.after_ten_minutes()
    assert world.counts()[1:] == ["at least 2000 more times in the last 10 minutes", "1000 more times in the last 10 minutes"]


def test_failures_of_another_line_or_lambda_are_others(world):
    world.fail()
    world.fail(TRACE.replace("line 4", "line 5"))
    world.fail(name="refund")
    assert len(world.messages) == 3


def test_a_repeated_invocation_counts_once(world):
    world.fail(times=3)
    alerts.handler(world.event, None)
    world.fail(times=2)
    world.after_ten_minutes()
    assert world.counts() == ["3 times in the last 10 minutes"] * 2 + ["2 more times in the last 10 minutes"]


@pytest.mark.parametrize("at", range(16))
def test_killed_before_or_after_any_call_it_loses_no_message_and_leaves_one_chain(world, at):
    with world.killed(at):
        world.fail()
    alerts.handler(world.event, None)
    assert 1 <= len(world.messages) <= 2
    world.fail()
    with world.killed(at):
        world.after_ten_minutes()
    alerts.handler(world.delivered, None)
    assert world.counts()[-1] == "1 more time in the last 10 minutes"
    count = len(world.messages)
    world.fail()
    while world.after_ten_minutes():
        pass
    assert world.counts()[count:] == ["1 more time in the last 10 minutes"]


def test_the_calls_that_are_killed_are_all_calls(world):
    with world.killed(99):
        world.fail()
    assert world.calls == ["PutItem", "GetItem", "Query", "PutItem", "SendMessage", "GetItem", "GetLogEvents", "Publish"]
    with world.killed(99):
        world.fail()
    assert world.calls == ["PutItem", "GetItem"]  # of a flood
    world.after_ten_minutes()
    with world.killed(99):
        world.after_ten_minutes()
    assert world.calls == ["PutItem", "Query", "DeleteItem", "Query"]


def test_a_failure_while_the_chain_ends_sends_a_message(world, monkeypatch):
    world.fail()
    original, calls = alerts.counts, []

    def counts(*arguments):
        result = original(*arguments)
        calls.append(arguments)
        if len(calls) == 1:  # after the count and before the release
            world.fail()
        return result
    monkeypatch.setattr(alerts, "counts", counts)
    world.after_ten_minutes()
    assert len(world.messages) == 2


def test_log_events_that_come_late_are_counted(world):
    world.fail()
    world.fail(times=4, at=world.time - 300_000)
    world.after_ten_minutes()
    assert world.counts()[1] == "4 more times in the last 10 minutes"


def test_a_limit_counts_all_errors_of_the_lambda(world, monkeypatch):
    monkeypatch.setattr(alerts, "LIMITS", {"orders": [3, 10]})
    world.fail()
    world.fail(TRACE.replace("line 4", "line 5"))
    assert world.messages == []
    world.time += 11 * 60000
    world.fail(times=2)
    assert world.messages == []
    world.fail()
    assert world.counts() == ["3 times in the last 10 minutes"]


@pytest.mark.parametrize("text, kind, exception, at, request_id", [
    (TRACE, "error", "ValueError", AT, ""),
    ("[ERROR] Runtime.ImportModuleError: Unable to import module 'x': No module named 'y'\nTraceback (most recent call last):", "error",
     "Runtime.ImportModuleError", "", ""),
    (f"2026-01-31T12:00:00.000Z {REQUEST} Task timed out after 5.00 seconds\n", "timeout", "", "", REQUEST),
    (f"RequestId: {REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError", "exit", "", "", REQUEST),
    ("INIT_REPORT Init Duration: 9999.00 ms\tPhase: init\tStatus: timeout", "init", "", "", ""),
    (f"REPORT RequestId: {REQUEST}\tDuration: 4612.10 ms\tBilled Duration: 4613 ms\tMemory Size: 512 MB", "slow", "", "", REQUEST),
    (json.dumps({"level": "ERROR", "errorType": "KeyError", "errorMessage": "'a'", "requestId": REQUEST,
                 "stackTrace": ['  File "/var/task/lambdas/orders/sums.py", line 4, in total\n    x\n']}), "error", "KeyError", AT, REQUEST),
    (json.dumps({"type": "platform.report", "record": {"requestId": REQUEST, "status": "timeout", "metrics": {"durationMs": 5000.0}}}),
     "timeout", "", "", REQUEST),
    (json.dumps({"type": "platform.report", "record": {"requestId": REQUEST, "status": "success", "metrics": {"durationMs": 4600.0}}}),
     "slow", "", "", REQUEST),
    (json.dumps({"type": "platform.report", "record": {"requestId": REQUEST, "status": "error", "errorType": "Runtime.ExitError",
                                                       "metrics": {"durationMs": 9.0}}}), "exit", "Runtime.ExitError", "", REQUEST),
])
def test_a_log_event_becomes_a_failure(monkeypatch, text, kind, exception, at, request_id):
    monkeypatch.setenv("PACKAGE", "lambdas")
    failure = failure_lines.parsed(text)
    assert {key: failure[key] for key in ("kind", "exception", "at", "request")} == {
        "kind": kind, "exception": exception, "at": at, "request": request_id}


@cases("more", [{"message": "no stock"}, {"logger": "root", "message": "no stock"}, {"requestId": None}, {"errorMessage": None}])
def test_a_line_that_the_app_logged_on_purpose_is_no_failure(more):
    line = {"level": "ERROR", "errorType": "KeyError", "errorMessage": "'a'", "requestId": REQUEST, "stackTrace": [], **more}
    text = json.dumps({key: value for key, value in line.items() if value is not None})
    assert (failure_lines.parsed(text), log_lines.error(text)) == (None, None)


@cases("metrics, text", [
    ({"maxMemoryUsedMB": 128, "memorySizeMB": 128}, "it has too little memory"),
    ({"maxMemoryUsedMB": 90, "memorySizeMB": 128}, "after 0.01 seconds"),
    ({}, "after 0.01 seconds"),
])
def test_a_killed_process_that_used_all_memory_says_so_in_json_too(metrics, text):
    record = {"requestId": REQUEST, "status": "error", "errorType": "Runtime.ExitError", "metrics": {"durationMs": 9.0, **metrics}}
    assert failure_lines.parsed(json.dumps({"type": "platform.report", "record": record}))["text"] == text


def test_the_topic_gets_a_text_and_json_and_slack_keeps_nobody_from_them(monkeypatch):
    with mocked():
        for name, value in {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1", "APP": "demo", "STAGE": "prod", "SLACK_SECRET": "none"}.items():
            monkeypatch.setenv(name, value)
        topic = boto3.client("sns").create_topic(Name="t")["TopicArn"]
        queue = boto3.client("sqs").create_queue(QueueName="q")["QueueUrl"]
        arn = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        monkeypatch.setenv("TOPIC_ARN", topic)
        alerts.handler({"alarmData": {"alarmName": "a", "state": {"reason": "1 datapoint"}, "configuration": {
            "description": "orders: its dead-letter queue has messages"}}}, None)
        body = json.loads(boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"])
    assert body["Subject"] == "demo prod: orders: its dead-letter queue has messages"
    assert body["Message"].splitlines()[:3] == [body["Subject"], "1 datapoint", "alarm a"]
    assert "Slack did not take this message: ResourceNotFoundException" in body["Message"]


@pytest.mark.parametrize("address", ["hooks.slack.com/T0/hush", "https://hooks.slack.com/T0/hu sh"])
def test_what_is_wrong_with_slacks_address_does_not_print_it(address, monkeypatch):
    monkeypatch.setenv("SLACK_SECRET", "arn")
    monkeypatch.setattr(alerts, "client", lambda _service: type("", (), {
        "get_secret_value": lambda self, SecretId: {"SecretString": address}})())
    problem = alerts.slack_problem("failed")
    assert problem.endswith("is its secret the address of a webhook?") and "hu" not in problem


def test_slack_reads_no_mention_and_no_link_in_a_failure(monkeypatch):
    class Slack:
        """Stands for the client of Secrets Manager and for the opened request."""

        def get_secret_value(self, SecretId):
            return {"SecretString": "https://hooks.slack.com/T0"}

        def close(self):
            """Nothing is open."""
    requests = []
    monkeypatch.setenv("SLACK_SECRET", "arn")
    monkeypatch.setattr(alerts, "client", lambda _service: Slack())
    monkeypatch.setattr(alerts.urllib.request, "urlopen", lambda request, timeout: requests.append(request) or Slack())
    assert alerts.slack_problem("ValueError: <!channel> *all* \"a\" & <https://evil.org|b>") == ""
    assert json.loads(requests[0].data) == {
        "text": "ValueError: &lt;!channel&gt; *all* \"a\" &amp; &lt;https://evil.org|b&gt;", "mrkdwn": False}


@cases("stage, region, lines", [
    ("local", "eu-west-1", ["", "make queue do=peek name=pack-dlq", "make replay name=pack"]),
    ("prod", "us-gov-west-1", [
        "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#alarmsV2:alarm/a-1", "",
        "make queue do=peek name=pack-dlq stage=prod", "make replay name=pack stage=prod"]),
])
def test_a_message_about_an_alarm_has_the_commands_of_its_stage(stage, region, lines):
    description = "pack: the dead-letter queue has messages\nmake queue do=peek name=pack-dlq\nmake replay name=pack"
    alarm = {"alarmName": "a-1", "state": {"reason": "1 > 0"}, "configuration": {"description": description}}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ("APP", "till"), ("STAGE", stage), ("AWS_REGION", region):
            patch.setenv(name, value)
        subject, text, _fields = alerts.alarm_message(alarm)
        assert text.split("\n") == [subject, "1 > 0", "alarm a-1", *lines]
        assert alerts.alarm_message({**alarm, "configuration": {}})[1].endswith("alarm a-1" if stage == "local" else "alarm/a-1")


def test_what_only_its_caller_can_send_again_is_not_replayed(world, monkeypatch):
    monkeypatch.setattr(alerts, "ANSWERED", {"orders"})
    world.fail()
    assert world.messages[0].splitlines()[-2:] == ["make errors stage=prod name=orders", "make logs stage=prod name=orders"]
