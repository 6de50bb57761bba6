"""`make logs`: whose lines are printed, in which order, and of which time."""
import json
import re
import time

import pytest

import show_logs
from aws import clients
from kit import durations
from kit.problems import Problems
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.deployed_apps"]
ERROR = "[ERROR]\t2026-01-31T12:00:00.000Z\tr1\tcaught"


class Logs:
    """A stage of two functions, and their logs: {log group: [(seconds ago, message)]}; a group may not be there."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, lines):
        self.lines = lines

    def get_function_configuration(self, FunctionName):
        if FunctionName != "demo-local-hello":
            raise self.exceptions.ResourceNotFoundException
        return {"LoggingConfig": {"LogGroup": "hello-logs"}}

    def get_paginator(self, name):
        return self if name == "filter_log_events" else Resources()

    def describe_log_groups(self, logGroupNamePrefix):
        return {"logGroups": [{"logGroupName": name} for name in self.lines]}

    def paginate(self, logGroupName, startTime, **more):
        if logGroupName not in self.lines:
            raise self.exceptions.ResourceNotFoundException
        now = int(time.time() * 1000)
        for number, (ago, message) in enumerate(self.lines[logGroupName]):
            when = now - ago * 1000
            yield {"events": [{"timestamp": when, "message": message, "eventId": str(number), "logStreamName": "s"}] if when >= startTime else []}


class Resources:
    """The pages of list_stack_resources."""

    def paginate(self, StackName):
        assert StackName == "demo-local"
        rows = [("Function", "Lambda::Function", "demo-local-hello"), ("LogGroup", "Logs::LogGroup", "hello-logs")]
        yield {"StackResourceSummaries": [
            {"LogicalResourceId": f"{stem}{id_}", "ResourceType": f"AWS::{kind}", "PhysicalResourceId": physical.replace(
                "hello", own), "ResourceStatus": "CREATE_COMPLETE"}
            for stem, own in (("Hello", "hello"), ("SharedTableEvents", "events")) for id_, kind, physical in rows]}


def logs(monkeypatch, lines, *words):
    """Runs the tool on a stage with these lines."""
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: Logs(lines))
    show_logs.main(["app.json", *words])


def test_logs_are_the_functions_own_group_newest_last(app_model_folder, monkeypatch, capsys):
    lines = {"hello-logs": [(5, "later\n"), (20, "sooner\n"), (7200, "long ago\n")], "events-logs": [(9, "own\na\n")]}
    logs(monkeypatch, lines, "--name", "hello")
    assert [line[24:] for line in capsys.readouterr().out.splitlines()] == ["sooner", "later"]
    logs(monkeypatch, lines, "--name", "shared-table-events")
    assert capsys.readouterr().out[24:] == "own\na\n"
    logs(monkeypatch, lines)
    assert [line[24:] for line in capsys.readouterr().out.splitlines()] == [
        "hello                sooner", "shared-table-events  own", "shared-table-events  a", "hello                later"]
    logs(monkeypatch, lines, "--json")
    assert [json.loads(line)["lambda"] for line in capsys.readouterr().out.splitlines()] == [
        "hello", "shared-table-events", "hello"]


def test_log_groups_that_are_missing_are_named_once(app_model_folder, monkeypatch, capsys):
    warning = "these log groups are not there: shared-table-events: events-logs\n  hint: if they were deleted by hand, `make deploy full=1`"
    for words in ([], ["--request", "r1"]):
        logs(monkeypatch, {"hello-logs": [(5, "START RequestId: r1 Version: 1"), (4, "REPORT RequestId: r1\t")]}, *words)
        assert capsys.readouterr().err.count(warning) == 1
    with pytest.raises(Problems, match="no lambda has run yet"):
        logs(monkeypatch, {"hello-logs": []})
    assert warning in capsys.readouterr().err


def test_names_have_colours_on_a_terminal_with_colours(app_model_folder, monkeypatch, capsys):
    lines = {"hello-logs": [(5, "a")], "events-logs": [(4, "b")]}
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    logs(monkeypatch, lines)
    assert re.findall(r"\x1b\[(\d+)m(\S+) *\x1b\[0m", capsys.readouterr().out) == [("36", "hello"), ("33", "shared-table-events")]
    for variable, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(variable, value)
        logs(monkeypatch, lines)
        assert "\x1b" not in capsys.readouterr().out


def test_errors_are_those_of_lambda_of_the_runtime_and_of_loggers(app_model_folder, monkeypatch, capsys):
    shown = [ERROR, '{"level": "ERROR", "message": "caught"}', "RequestId: r1 Error: Runtime exited with error: exit status 3",
             "[ERROR] KeyError: 'x'\nTraceback (most recent call last):", "2026-01-31T12:00:03.000Z r1 Task timed out after 3.00 seconds",
             "REPORT RequestId: r1\tDuration: 1 ms\tStatus: timeout"]
    hidden = ["START RequestId: r1", "no ERROR", "REPORT RequestId: r1\tDuration: 1 ms", '{"level": "INFO", "message": "ERROR"}']
    logs(monkeypatch, {"hello-logs": [(9, message) for message in [*shown, *hidden]]}, "--name", "hello", "--errors", "--json")
    assert [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()] == shown


@pytest.mark.parametrize("lines, words, expected", [
    ({"hello-logs": []}, ["--name", "hello"], "hello has not run yet\n  hint: `make invoke name=hello`"),
    ({}, ["--name", "hello"], "the log group of hello is not there: hello-logs\n"
     "  hint: if it was deleted by hand, `make deploy full=1` creates it again"),
    ({"hello-logs": []}, [], "no lambda has run yet\n  hint: `make invoke name=hello`"),
    ({"hello-logs": [(7200, "long ago")]}, ["--name", "hello"], "hello logged nothing in that time\n  hint: `make logs name=hello since=7d`"),
    ({"hello-logs": [(7200, "long ago")]}, ["--errors"], "no lambda logged an error in that time\n  hint: `make logs since=7d errors=1`"),
    ({}, ["--name", "helo"], "no lambda is called 'helo'\n  hint: did you mean 'hello'"),
    ({}, ["--name", "shared-table-event"], "no lambda is called 'shared-table-event'\n  hint: did you mean 'shared-table-events'"),
    ({}, ["--request", "r1", "--query", "limit 1"], "follow=1, request= and query= exclude each other"),
    ({"hello-logs": []}, ["--request", "r1"], "no log of that time has the request r1"),
    ({"hello-logs": []}, ["--request", "r1", "--name", "hello"], "no log of hello of that time has the request r1\n"
     "  hint: without name=hello all logs are searched, since=1d searches a longer time"),
    ({"hello-logs": []}, ["--request", "Root=1-6925f1b0-" + "a" * 24], "has the request 1-6925f1b0-"),
])
def test_a_lambda_without_log_lines_is_reported_with_a_hint(app_model_folder, monkeypatch, lines, words, expected):
    with pytest.raises(Problems, match=re.escape(expected)):
        logs(monkeypatch, lines, "--since", "10m", *words)


@cases("since, seconds", [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), ("10", None), ("x", None)])
def test_a_time_is_a_number_and_a_unit(since, seconds):
    if seconds:
        assert durations.seconds(since) == seconds
    else:
        with pytest.raises(Exception, match="is not a time\n  hint: a number and a unit: since=30s"):
            durations.seconds(since)
