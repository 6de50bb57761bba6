"""`make invoke`: the response, the log and the error of a lambda, also of a failed example."""
import base64
import io
import json
from pathlib import Path

import pytest

import invoke_lambda
from aws import clients
from kit.problems import Problems
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.deployed_apps"]


class Lambda:
    """Lambda's invoke, answering the payload."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, payload, error=None):
        self.payload, self.error, self.requests = payload, error, None

    def invoke(self, **request):
        self.requests = request
        if self.payload is None:
            raise self.exceptions.ResourceNotFoundException
        failed = {"FunctionError": self.error} if self.error else {}
        return {"Payload": io.BytesIO(json.dumps(self.payload).encode()),
                "LogResult": base64.b64encode(b"START\nhello\nEND\n").decode(), **failed}


def invoke(monkeypatch, fake, *more):
    """Runs the tool."""
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: fake)
    invoke_lambda.main(["app.json", "--name", "hello", *more])


def test_an_answer_goes_to_stdout_and_the_log_to_stderr(app_model_folder, monkeypatch, capsys):
    Path("event.json").write_text('{"n": 1}')
    fake = Lambda({"ok": True})
    invoke(monkeypatch, fake, "--event", "event.json")
    assert capsys.readouterr() == ('{"ok": true}\n', "event: event.json\nSTART\nhello\nEND\n")
    assert fake.requests == {"FunctionName": "demo-local-hello", "LogType": "Tail", "Payload": b'{"n": 1}'}


def test_a_lambda_that_raised_is_reported_at_its_line_and_is_a_failure(app_model_folder, monkeypatch, capsys):
    fake = Lambda({"errorType": "KeyError", "errorMessage": "'n'", "stackTrace": [
        '  File "/var/task/lambdas/hello/index.py", line 9, in handler\n    f()\n',
        '  File "/var/task/lambdas/dates.py", line 3, in f\n    event["n"]\n',
        '  File "/var/lang/lib/python3.13/json/__init__.py", line 346, in loads\n']}, "Unhandled")
    with pytest.raises(Problems, match=r"^lambdas/dates.py:3: KeyError: 'n'"):
        invoke(monkeypatch, fake)
    assert "errorMessage" in capsys.readouterr().out


def test_a_lambda_that_is_not_deployed_is_a_problem(app_model_folder, monkeypatch):
    with pytest.raises(Problems, match="hello is not deployed in stage local\n  hint: `make deploy`; if its function or its alias was "
                                       "deleted by hand, `make deploy full=1`"):
        invoke(monkeypatch, Lambda(None))


def test_an_event_that_is_no_json_is_a_problem_at_its_line(app_model_folder, monkeypatch):
    Path("event.json").write_text('{\n"n": }\n')
    with pytest.raises(Problems, match="^event.json:2: not JSON"):
        invoke(monkeypatch, Lambda({}), "--event", "event.json")


def test_a_call_waits_as_long_as_a_lambda_may_take_and_is_never_repeated(app_model_folder, monkeypatch):
    request = {}
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **more: request.update(more) or Lambda({}))
    invoke_lambda.main(["app.json", "--name", "hello"])
    assert request == {"read_timeout": 910, "retries": {"total_max_attempts": 1}, "user_agent_extra": "pareto-invoke"}


APP = {"name": "demo", "package": "lambdas", "settings": {"region": "eu-west-1"},
       "lambdas": {"day": {"name": "day", "path": "lambdas/day/index.py", "infra": {"timer": {"body": {"ago": 1}}}}}}


@pytest.fixture
def refused(monkeypatch, own_folder, capsys):
    """Invokes the lambda, which fails. -> (the hint, stderr)"""
    (own_folder / "app.json").write_text(json.dumps(APP))
    (own_folder / "event.json").write_text('{"ago": 2}')
    monkeypatch.setattr(invoke_lambda.clients, "report_failed_calls", lambda: None)

    def run(*words, type_="KeyError", message="x", **app):
        (own_folder / "app.json").write_text(json.dumps({"state": {}, **APP, **app}))
        payload = json.dumps({"errorType": type_, "errorMessage": message}).encode()
        answer = {"Payload": io.BytesIO(payload), "FunctionError": "Unhandled"}
        monkeypatch.setattr(invoke_lambda, "invoke", lambda *_arguments: answer)
        return problems_of(invoke_lambda.main, ["app.json", "--name", "day", *words]).args[0].hint, capsys.readouterr().err
    return run


def test_the_output_names_the_event_as_an_example(refused):
    hint, err = refused()
    assert err.splitlines()[-1] == 'the event was {"ago": 1}'
    assert hint == ("its log is above. An example cannot know the contents of the app's tables and messages: event=event.json "
                    "sends a file, event=last the last event that the lambda received")


def test_an_event_of_ones_own_is_not(refused):
    hint, err = refused("--event", "event.json")
    assert "the event was" not in err and hint == "its log is above"


def test_a_secret_without_a_value_was_not_deleted_by_hand(refused):
    listed = "`make secret do=list` lists the secrets, and which have no value yet"
    message = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
    assert refused(type_="ResourceNotFoundException", message=message, state={"secret": {"demo-a": {}}})[0] == listed
    assert refused(type_="ParameterNotFound", state={"parameter": {"demo-a": {}}})[0] == listed
    assert "deleted by hand" in refused(type_="ParameterNotFound")[0]
    assert "deleted by hand" in refused(type_="ResourceNotFoundException", state={"secret": {"demo-a": {}}})[0]
