"""Failures in the log events of a stream: in Lambda's text and JSON formats, as AWS and the local cloud write them."""
import json
import re
from types import SimpleNamespace

from incidents import failures, log_lines, replay_test
from incidents.failures import Failure
from incidents.functions import Function
from localcloud.events import log_pattern
from tests.fixtures.cases import cases

HELLO = Function("hello", "demo-dev-hello", "hello-logs", True)
START, END = "START RequestId: r1 Version: $LATEST\n", "END RequestId: r1\n"
REPORT = "REPORT RequestId: r1\tDuration: 1.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: {} MB\t"
GOOD = REPORT.format(40)
RAISED = ("[ERROR] KeyError: 'x'\nTraceback (most recent call last):\n\u00a0\u00a0File \"/var/task/lambdas/hello/index.py\", line 9, "
          "in handler\n\u00a0\u00a0\u00a0\u00a0return parsed(event)\n\u00a0\u00a0File \"/var/task/lambdas/dates.py\", line 3, in parsed\n"
          "\u00a0\u00a0\u00a0\u00a0return event[\"x\"]\n\u00a0\u00a0File \"/opt/python/lib.py\", line 1, in get\n")
UNIMPORTABLE = ("[ERROR] Runtime.ImportModuleError: Unable to import module 'lambdas.hello.index': No module named 'x'\n"
                "Traceback (most recent call last):")
TIMED_OUT = "2026-01-31T12:00:03.000Z r1 Task timed out after 3.00 seconds\n"
KILLED = "RequestId: r1 Error: Runtime exited with error: signal: killed"


def platform(kind, **record):
    return json.dumps({"time": "2026-01-31T12:00:00.000Z", "type": f"platform.{kind}", "record": {"requestId": "r1", **record}},
                      separators=(",", ":"))


JSON_RAISED = json.dumps({"timestamp": "2026-01-31T12:00:00Z", "level": "ERROR", "errorMessage": "'x'", "errorType": "KeyError",
                          "requestId": "r1", "stackTrace": ['  File "/var/task/lambdas/hello/index.py", line 9, in handler\n    x()\n']})
JSON_LOGGED = json.dumps({"timestamp": "2026-01-31T12:00:00Z", "level": "ERROR", "message": "caught", "logger": "root",
                          "errorMessage": "'x'", "errorType": "KeyError", "requestId": "r1", "stackTrace": []})
SIZES = {"memorySizeMB": 128, "maxMemoryUsedMB": 40}


def stream(*messages):
    """[(type, message, at, request id)] of the failures in a stream of log events."""
    entries = [{"timestamp": at, "message": message} for at, message in enumerate(messages, 1)]
    return [(failure.type, failure.message, failure.at, failure.request_id)
            for failure in failures.of_stream(HELLO, "lambdas", "s", entries)]


@cases("messages, expected", [
    ([START, "hello\n", END, GOOD], []),
    ([START, RAISED, END, GOOD], [("KeyError", "'x'", "lambdas/dates.py:3", "r1")]),
    ([START, RAISED.replace("\n", "\r"), END, GOOD], [("KeyError", "'x'", "lambdas/dates.py:3", "r1")]),
    # what the handler itself logs is no failure, whatever it looks like
    ([START, "[ERROR]\t2026-01-31T12:00:00.000Z\tr1\tcaught\nTraceback (most recent call last):\n", END, GOOD], []),
    ([START, "[ERROR] KeyError: 'x'\n", END, GOOD], []),
    ([START, JSON_LOGGED, END, GOOD], []),
    ([START, TIMED_OUT, END, GOOD + "Status: timeout"], [("Timeout", "Task timed out after 3.00 seconds", "", "r1")]),
    ([START, KILLED, END, REPORT.format(128) + "Status: error\tError Type: Runtime.ExitError"],
     [("OutOfMemory", "Runtime exited with error: signal: killed", "", "r1")]),
    ([START, KILLED, END, REPORT.format(40) + "Status: error\tError Type: Runtime.OutOfMemory"],
     [("OutOfMemory", "Runtime exited with error: signal: killed", "", "r1")]),
    ([START, KILLED, END, REPORT.format(40) + "Status: error\tError Type: Runtime.ExitError"],
     [("ProcessExit", "Runtime exited with error: signal: killed", "", "r1")]),
    # an initialization that fails is repeated: one failure of the request that waited for it
    ([UNIMPORTABLE, UNIMPORTABLE, START, END, GOOD + "Status: error\tError Type: Runtime.ImportModuleError"],
     [("Runtime.ImportModuleError", "Unable to import module 'lambdas.hello.index': No module named 'x'", "", "r1")]),
    ([UNIMPORTABLE], [("Runtime.ImportModuleError", "Unable to import module 'lambdas.hello.index': No module named 'x'", "", "")]),
    # the invocation still runs, or the log ends
    ([START, RAISED], [("KeyError", "'x'", "lambdas/dates.py:3", "r1")]),
    ([START, TIMED_OUT], [("Timeout", "Task timed out after 3.00 seconds", "", "r1")]),
    ([platform("start"), JSON_RAISED, platform("report", status="error", metrics=SIZES)],
     [("KeyError", "'x'", "lambdas/hello/index.py:9", "r1")]),
    ([platform("start"), platform("report", status="success", metrics=SIZES)], []),
    ([platform("start"), platform("report", status="timeout", metrics=SIZES)], [("Timeout", "timed out", "", "r1")]),
    ([platform("start"), json.dumps(json.loads(platform("report", status="timeout", metrics=SIZES)))],
     [("Timeout", "timed out", "", "r1")]),
    ([platform("start"), platform("report", status="error", errorType="Runtime.OutOfMemory", metrics=SIZES)],
     [("OutOfMemory", "out of memory", "", "r1")]),
    (["{", '{"record": 1, "type": "platform.report"}', '["errorType"]'], []),
])
def test_failures_of_a_stream(messages, expected):
    assert stream(*messages) == expected
    assert not expected or any(log_pattern.matches(log_lines.FAILING, message) for message in messages)
    query = log_lines.FAILING_EXPRESSION
    assert all(bool(re.search(query, message)) == log_pattern.matches(log_lines.FAILING, message) for message in messages)


def test_the_second_of_two_invocations_of_an_environment_is_the_one_that_failed():
    second = [text.replace("r1", "r2") for text in (START, RAISED, END, GOOD)]
    assert stream(START, END, GOOD, *second) == [("KeyError", "'x'", "lambdas/dates.py:3", "r2")]


def test_groups_have_the_newest_failure_first_and_ids_that_stay():
    older = failures.Failure("hello", "KeyError", "'x'", "lambdas/hello/index.py:9", "r1", 1, "s", "g", ())
    newer, other = older._replace(request_id="r2", time=3, message="'y'"), older._replace(type="ValueError", time=2)
    groups = failures.groups([older, other, newer])
    assert [[failure.request_id for failure in group.failures] for group in groups] == [["r2", "r1"], ["r1"]]
    assert groups[0].id == failures.groups([older])[0].id != groups[1].id


def test_a_frame_of_a_small_function_of_paretos_own_is_in_its_source():
    own = Function("shared-table-events", "demo-dev-SharedTableEvents-1X", "logs", False)
    frame = log_lines.Frame("/var/task/index.py", 26, "entries_of", 'bus, limit = os.environ["BUS"], int(os.environ["ENTRY_LIMIT"])')
    assert failures.own_path(frame, "lambdas", own).endswith("tools/recipes/code/table_events.py:26")
    assert failures.own_path(frame._replace(code="changed()"), "lambdas", own) == "index.py:26"
    assert failures.own_path(frame, "lambdas", HELLO) == ""


class Logs:
    """CloudWatch Logs, in which some streams have a failure: {(log group, stream): message}; and the calls."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, failing, absent=()):
        self.failing, self.absent, self.calls = failing, absent, []

    def get_paginator(self, operation):
        def paginate(logGroupName, startTime, filterPattern, logStreamNames=None):
            self.calls.append(operation)
            if logGroupName in self.absent:
                raise self.exceptions.ResourceNotFoundException
            yield {"events": [{"logStreamName": stream, "message": text, "timestamp": 5000} for (group, stream), text in
                              self.failing.items() if group == logGroupName and stream in (logStreamNames or [stream])]}
        return SimpleNamespace(paginate=paginate)

    def start_query(self, logGroupNames, startTime, endTime, queryString):
        self.calls.append("start_query")
        assert len(logGroupNames) <= 50 and startTime == 1
        if set(logGroupNames) & {*self.absent}:
            raise self.exceptions.ResourceNotFoundException
        return {"queryId": [key for key in self.failing if key[0] in logGroupNames]}

    def get_query_results(self, queryId):
        self.calls.append("get_query_results")
        return {"status": "Complete", "results": [
            [{"field": "@log", "value": f"123456789012:{group}"}, {"field": "@logStream", "value": stream},
             {"field": "count(*)", "value": "1"}] for group, stream in queryId]}


@cases("number, absent, most", [(3, (), 4), (3, ["g2"], 4), (1000, (), 41), (1000, ["g999"], 90)])
def test_many_log_groups_are_read_with_few_calls(number, absent, most):
    functions = [Function(f"f{at}", f"demo-dev-f{at}", f"g{at}", True) for at in range(number)]
    logs = Logs({("g1", "s"): RAISED}, absent)
    missing = set()
    assert [(failure.name, failure.type) for failure in failures.fetch(logs, functions, "lambdas", 1000, "dev", missing)] == [
        ("f1", "KeyError")]
    assert missing == {*absent}
    assert len(logs.calls) <= most


@cases("text", ["no total", "\x1b[2J\x00\x07\x0c", "a\rb\nc", "\ud800 \u2028 \x85", "\"'\\", "x" * 1000])
def test_python_takes_the_test(text):
    failure = Failure(*["x"] * len(Failure._fields))._replace(type="ValueError", message=text, request_id="6f1c9d2e")
    namespace, events = {}, []
    exec(replay_test.source(failure, "test_it", {"text": text}, "local"), namespace)
    namespace["test_it"](events.append)
    assert events == [{"text": text}]
