"""`make logs`: whose lines are printed, in which order, and of which time."""
import time

import pytest

import show_logs
from aws import clients
from kit.problems import Problems

pytest_plugins = ["tests.fixtures.deployed_apps"]


class Logs:
    """CloudWatch Logs with one group: [(seconds ago, message)], or None where the group is not there."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, lines, group="demo-local-HelloLogs-1X"):
        self.lines, self.group, self.requests = lines, group, []

    def get_function_configuration(self, FunctionName):
        self.requests.append(FunctionName)
        return {"LoggingConfig": {"LogGroup": self.group}}

    def get_paginator(self, name):
        assert name == "filter_log_events"
        return self

    def paginate(self, logGroupName, startTime):
        assert logGroupName == self.group
        if self.lines is None:
            raise self.exceptions.ResourceNotFoundException
        now = int(time.time() * 1000)
        for number, (ago, message) in enumerate(self.lines):
            when = now - ago * 1000
            yield {"events": [{"timestamp": when, "message": message, "eventId": str(number)}] if when >= startTime else []}


def logs(monkeypatch, lines, *more):
    """Runs the tool on a group with these lines."""
    fake = Logs(lines)
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: fake)
    show_logs.main(["app.json", "--name", "hello", *more])
    return fake


def test_logs_are_the_functions_own_group_newest_last(app_model_folder, monkeypatch, capsys):
    fake = logs(monkeypatch, [(5, "later\n"), (20, "sooner\n"), (7200, "long ago\n")])
    assert fake.requests == ["demo-local-hello"]
    assert [line[24:] for line in capsys.readouterr().out.splitlines()] == ["sooner", "later"]


@pytest.mark.parametrize("lines, expected", [
    (None, "hello has not run yet\n  hint: `make invoke name=hello`"),
    ([], "hello has not run yet"),
    ([(7200, "long ago")], "hello logged nothing in that time\n  hint: `make logs name=hello since=7d`"),
])
def test_a_lambda_that_said_nothing_is_told_with_what_to_do(app_model_folder, monkeypatch, lines, expected):
    with pytest.raises(Problems, match=expected):
        logs(monkeypatch, lines, "--since", "10m")


@pytest.mark.parametrize("since, seconds", [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), ("10", None), ("x", None)])
def test_a_time_is_a_number_and_a_unit(since, seconds):
    if seconds:
        assert show_logs.seconds(since) == seconds
    else:
        with pytest.raises(Exception, match="is not a time\n  hint: a number and a unit: since=30s"):
            show_logs.seconds(since)
