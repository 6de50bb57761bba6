"""Lines of logs that resemble those of Lambda, and the follower of logs: an event is new once."""
import json
from types import SimpleNamespace

import pytest

from incidents import following, log_lines
from recipes.code import failure_lines
from tests.fixtures.cases import cases

REPORT = {"type": "platform.report"}
ERROR = {"level": "ERROR", "errorType": "Odd", "errorMessage": "", "requestId": "", "stackTrace": []}


@cases("fields", [
    REPORT,
    REPORT | {"record": []},
    REPORT | {"record": {"metrics": [1], "status": 5, "requestId": None}},
    REPORT | {"record": {"metrics": {"maxMemoryUsedMB": "a", "durationMs": "b"}}},
    REPORT | {"record": {"tracing": "Root=1", "errorType": ["a"]}},
    REPORT | {"record": {"errorType": 5, "status": None}},
    {"type": "platform.initReport", "record": 1},
    {"type": "platform.start", "record": {"requestId": 5}},
    ERROR | {"stackTrace": [1, None]},
    ERROR | {"stackTrace": "abc", "errorMessage": {"a": 1}, "requestId": None},
    ERROR | {"errorType": 1, "stackTrace": {}},
])
def test_every_reader_takes_a_line_of_json_that_a_handler_printed(fields, monkeypatch):
    monkeypatch.setenv("PACKAGE", "lambdas")
    text = json.dumps(fields)
    alert = failure_lines.parsed(text) or {}
    report, error = log_lines.report(text), log_lines.error(text)
    texts = [log_lines.started(text), *(report or ())[:3], *(error or ())[:2], *alert.values()]
    assert all(isinstance(value, str) for value in texts), texts
    assert log_lines.trace(text) is None
    assert log_lines.printed_event(text) is None


@pytest.mark.parametrize("read", [failure_lines.parsed, log_lines.report, log_lines.error])
def test_a_deep_line_is_no_failure(read):
    assert read('{"errorType":' * 100_000) is None


def test_a_frame_without_a_line_of_code_hides_no_other():
    text = '  File "<frozen importlib._bootstrap>", line 690, in _load\n  File "/var/task/lambdas/a.py", line 8, in <module>\n    raise X\n'
    assert [(frame.path, frame.line, frame.code) for frame in log_lines.frames(text)] == [
        ("<frozen importlib._bootstrap>", 690, ""), ("/var/task/lambdas/a.py", 8, "raise X")]


GROUP = "/aws/lambda/bell"


def event(id_, timestamp):
    return {"id": id_, "eventId": id_, "timestamp": timestamp, "message": id_, "group": GROUP}


def test_the_lines_of_an_invocation_before_the_start_are_all_left_out(monkeypatch):
    """All lines of an invocation arrive at its end. The first reading finds those that are not older than the start."""
    function = SimpleNamespace(log_group=GROUP, name="bell")
    answers = iter([{"position": 5},
                    {"position": 8, "lost": 0, "events": [event("START", 999), event("REPORT", 1001), event("later", 1002)]}])
    monkeypatch.setattr(following, "feed", lambda position: next(answers))
    monkeypatch.setattr(following, "read", lambda *_args, **_more: [(function, event("REPORT", 1001))])
    batches = following.Follower(None, [function], 1000, "local", {}).batches()
    assert [[entry["eventId"] for _function, entry in next(batches)] for _ in range(2)] == [["REPORT"], ["later"]]


def test_new_lines_of_the_local_cloud_are_followed_without_a_reading_of_each_log_group(monkeypatch):
    answers = iter([{"position": 5}, {"position": 6, "lost": 0, "events": [event("new", 1001)]}])
    monkeypatch.setattr(following, "feed", lambda position: next(answers))
    batches = following.Follower(None, [SimpleNamespace(log_group=GROUP)], 1000, "local", {}).batches(only_new=True)
    assert [[entry["eventId"] for _function, entry in next(batches)] for _ in range(2)] == [[], ["new"]]
