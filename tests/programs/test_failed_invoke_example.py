"""`make invoke` with an example that fails: the event is shown, and that an example cannot know the app's data."""
import io
import json

import pytest

import invoke_lambda
from kit.problems import Problems

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
        with pytest.raises(Problems) as problems:
            invoke_lambda.main(["app.json", "--name", "day", *words])
        return problems.value.args[0].hint, capsys.readouterr().err
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
