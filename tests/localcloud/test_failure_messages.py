"""A failed call of the local cloud: the last frames of the app's own code, and plain words for what AWS abbreviates."""
import json

import pytest

import invoke_lambda
from aws import local_calls
from incidents import failures, log_lines
from incidents.functions import Function
from localcloud.api import proxy
from localcloud.functions import calls
from tests.fixtures.cases import cases, results

FOLDER = "/tmp/code"
STACK = [f'  File "{FOLDER}/lambdas/a/index.py", line 20, in handler\n    return shares(event)\n',
         f'  File "{FOLDER}/lambdas/a/index.py", line 12, in shares\n    return [share(row) for row in event["rows"]]\n',
         '  File "/usr/lib/python3.13/json/__init__.py", line 3, in loads\n    raise ValueError\n',
         f'  File "{FOLDER}/lambdas/sums.py", line 4, in share\n    return row["part"] / row["whole"]\n',
         f'  File "{FOLDER}/lambdas/sums.py", line 9, in divided\n']
TRACE = ('lambdas/a/index.py:12 in shares: return [share(row) for row in event["rows"]]',
         'lambdas/sums.py:4 in share: return row["part"] / row["whole"]', "lambdas/sums.py:9 in divided")


def failure(type_, message, stack=()):
    """calls.failure of an error as the runtime tells it."""
    error = {"errorType": type_, "errorMessage": message, "stackTrace": list(stack)}
    return calls.failure(json.dumps(error).encode(), FOLDER)


def test_the_last_frames_of_the_apps_own_code_are_remembered():
    assert failure("ZeroDivisionError", "division by zero", STACK) == (
        "ZeroDivisionError: division by zero", "lambdas/sums.py:9", TRACE)


def test_the_module_that_prints_events_is_not_the_apps_code():
    printing = f'  File "{FOLDER}/pareto_invocation_lines.py", line 19, in handler\n    return handle(event, context)\n'
    assert failure("KeyError", "'rows'", [printing, STACK[1]])[1:] == ("lambdas/a/index.py:12", TRACE[:1])


def test_the_frames_follow_the_line_about_the_failure(monkeypatch):
    monkeypatch.setattr(local_calls.time, "localtime", lambda _moment: (2026, 1, 1, 12, 3, 0, 0, 1, 0))
    call = {"function": "f", "time": 0.0, "error": "KeyError: 'x'", "at": "lambdas/sums.py:9", "trace": TRACE}
    line = "f at 12:03: KeyError: 'x' (lambdas/sums.py:9)"
    assert local_calls.report([call], {}) == [
        f"1 call failed since the last command: {line}", *(f"    {frame}" for frame in TRACE)]
    assert local_calls.report([call, {**call, "error": "E", "trace": ()}], {}) == [
        "2 calls failed since the last command:", f"  {line}", *(f"    {frame}" for frame in TRACE),
        "  f at 12:03: E (lambdas/sums.py:9)"]


def test_the_paths_are_those_of_the_project(monkeypatch):
    monkeypatch.setattr(local_calls.files, "read_json", lambda _path: {"package": "src/lambdas"})
    assert local_calls.in_project({"at": "lambdas/a.py:1", "trace": ["lambdas/a.py:1 in f"]}) == {
        "at": "src/lambdas/a.py:1", "trace": ["src/lambdas/a.py:1 in f"]}
    assert local_calls.in_project({"at": ""}) == {"at": "", "trace": []}


test_the_error_of_the_runtime_is_printed_in_short = results(lambda type_, message: failure(type_, message)[0], [
    ("Runtime.ExitError", "RequestId: 1-2 Error: Runtime exited with error: exit status 3",
     "its process ended before it answered: exit status 3"),
    ("Runtime.ExitError", "RequestId: 1-2 Error: Runtime exited with error: signal: killed",
     "its process ended before it answered: signal: killed"),
    ("Sandbox.Timedout", "RequestId: 1-2 Error: Task timed out after 1.00 seconds", "Task timed out after 1.00 seconds"),
    ("ValueError", "RequestId: of mine", "ValueError: RequestId: of mine"),
    ("KeyError", "", "KeyError"),
    ("KeyError", "x" * 5_000_000, f"KeyError: {'x' * 440}... (5,000,010 characters)"),
])


@cases("payload, words", [
    ("null", "None, not an object"), ("3", "an int, not an object"), ("1.5", "a float, not an object"),
    ('"x"', "a str, not an object"), ("[]", "a list, not an object"), ("true", "a bool, not an object"),
    ('{"body": {}}', "the body is a dict, not a string (json.dumps it)"),
    ('{"headers": {"a": null}}', "the header 'a' is None, not a string"),
])
def test_a_malformed_response_is_described_in_a_sentence(payload, words):
    with pytest.raises(ValueError) as error:
        proxy.parsed_response(payload.encode())
    assert str(error.value) == words


def test_make_invoke_prints_the_same_text():
    app = {"package": "lambdas", "lambdas": {"a": {"path": "lambdas/a/index.py"}}}
    problems = invoke_lambda.handler_problem(app, "a", {
        "errorType": "Runtime.ExitError", "errorMessage": "RequestId: 1 Error: Runtime exited with error: exit status 3"})
    assert problems.args[0].message == "its process ended before it answered: exit status 3"


def test_an_answer_of_the_function_of_groups_is_no_failure(monkeypatch, capsys):
    refusal = {"function": "demo-local-SharedGroups1Function-X", "time": 0.0, "error": "Exception: Unauthorized", "at": ""}
    monkeypatch.setattr(local_calls, "lambda_names", lambda: {"demo-local-gate": "gate"})
    for calls_, is_printed in (([refusal], False), ([refusal | {"function": "demo-local-gate"}], True),
                               ([refusal | {"error": "KeyError: 'GROUPS'"}], True)):
        monkeypatch.setattr(local_calls, "response", lambda *_, calls_=calls_: (200, json.dumps({"calls": calls_}).encode()))
        local_calls.report_failed_calls()
        assert ("1 call failed" in capsys.readouterr().err) is is_printed


SOURCE = '''import logging

def handler(event, context):
    try:
        raise ValueError("one\\ntwo\\r\\nthree")
    except ValueError:
        logging.exception("first\\nsecond")
        print("no line break", end="")
        raise
'''


@pytest.mark.parametrize("log_format", ["Text", "JSON"])
def test_a_message_of_several_lines_is_one_event(local_cloud, log_format):
    name = f"breaks-{log_format.lower()}"
    local_cloud.function(name, SOURCE, LoggingConfig={"LogFormat": log_format})
    local_cloud.client("lambda").invoke(FunctionName=name)
    logs, group = local_cloud.client("logs"), f"/aws/lambda/{name}"
    messages = [event["message"] for event in failures.events(logs, group, 0)]
    logged, = [text for text in messages if "second" in text]
    assert ("ValueError: one" if log_format == "Text" else '"ValueError"') in logged
    errors = [error for error in map(log_lines.error, messages) if error]
    assert [(error.type, error.message.split()) for error in errors] == [("ValueError", ["one", "two", "three"])]
    failure, = failures.fetch(logs, [Function(name, name, group, True)], "lambdas", 0, "local", set())
    assert (failure.type, failure.frames[-1].line) == ("ValueError", 5)
