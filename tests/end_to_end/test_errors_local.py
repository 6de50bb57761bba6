"""A handler that raises on the local cloud: in `make errors` once with its count, its event a file and a test of the lambda."""
import json
import stat
from pathlib import Path

import pytest

import show_errors
from kit.problems import Problems
from tests.fixtures.fake_functions import eventually

ADD = '''"""Stores what it is sent.

infra: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SHOP_TABLE"])


def handler(event, context):
    print("adding", event["id"])
    if event["id"] == "exit":
        os._exit(3)
    table.put_item(Item={"pk": event["id"], "sk": "order", "price": stored_price(event)})


def stored_price(event):
    return int(event["price"])
'''
BROKEN = '"""Cannot be imported.\n\ninfra: {}\n"""\nimport os\n\nRATE = 1 / len(os.environ.get("NO_SUCH", ""))\n\n\ndef handler(event, context):\n    return RATE\n'

WATCHED = '"""Logs its events.\n\ninfra:\n  debug: true\n  tracing: log\n"""\n\n\ndef handler(event, context):\n    return event["a"]["b"]\n'


def errors(capsys, *words):
    """The output of the tool."""
    capsys.readouterr()
    show_errors.main(["build/app.json", *words])
    return capsys.readouterr().out


def groups(capsys, *words):
    return json.loads(errors(capsys, "--json", *words))


def call(local_cloud, name, event, kind="Event"):
    return local_cloud.client("lambda").invoke(FunctionName=f"shop-local-{name}", InvocationType=kind,
                                               Payload=json.dumps(event).encode())["ResponseMetadata"]["RequestId"]


def test_failures_are_grouped_by_error_and_line_and_one_is_shown_with_its_event(deploy_app, local_cloud, capsys, monkeypatch):
    deploy_app("name: shop\n", {"add": ADD, "broken": BROKEN})
    request = call(local_cloud, "add", {"id": "a"})
    for name, event in (("add", {"id": "b"}), ("add", {"id": "exit"}), ("add", {"id": "c", "price": "1"}), ("broken", {})):
        call(local_cloud, name, event, "RequestResponse")
    # three calls of the event, the same request, and the one of "b"
    rows = eventually(lambda: groups(capsys), lambda rows: max(row["count"] for row in rows) == 4)
    assert {(row["lambda"], row["error"], row["at"]) for row in rows} == {
        ("add", "KeyError", "lambdas/add/index.py:20"), ("add", "ProcessExit", ""),
        ("broken", "ZeroDivisionError", "lambdas/broken/index.py:7")}
    keys = next(row for row in rows if row["error"] == "KeyError")
    assert (keys["count"], keys["message"], len(keys["requests"]), request in keys["requests"]) == (4, "'price'", 2, True)
    assert [row["lambda"] for row in groups(capsys, "--name", "broken")] == ["broken"]
    assert "4 x add: KeyError: 'price' (lambdas/add/index.py:20)" in errors(capsys)

    text = errors(capsys, "--id", request[:8], "--test")
    path = Path("build/local/errors", f"{request}.json")
    assert json.loads(path.read_text()) == {"id": "a"} and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert '  >   20     return int(event["price"])' in text and "  adding a\n" in text and "adding b" not in text
    test = Path("lambdas/add/test.py").read_text()
    assert test.startswith('"""Tests of add."""\n') and "event = {'id': 'a'}\n    call(event)\n" in test
    errors(capsys, "--id", keys["id"], "--test")
    errors(capsys, "--id", request, "--test")
    assert Path("lambdas/add/test.py").read_text().startswith(test) and Path("lambdas/add/test.py").read_text().count("def ") <= 2

    deploy_app("name: shop\n", {"watched": WATCHED})
    monkeypatch.setattr(show_errors, "remembered", lambda _args: lambda _request_id: None)  # as on AWS
    event = {"a": {"c": "é"}, "requestContext": {"requestId": "b-1"}}  # of an API, whose response has this id
    request = call(local_cloud, "watched", event, "RequestResponse")
    text = errors(capsys, "--id", request)
    assert text == errors(capsys, "--id", "b-1") and "pareto_invocation_lines" not in text.split("\nlog\n")[0]
    assert "KeyError: 'b' (lambdas/watched/index.py:10)" in text and f"event: build/local/errors/{request}.json, from its log" in text
    assert json.loads(Path("build/local/errors", f"{request}.json").read_text()) == event
    broken = next(row for row in rows if row["lambda"] == "broken")["id"]
    assert "event: not known. Lambda does not log events. With `debug: true`" in errors(capsys, "--id", broken)
    with pytest.raises(Problems, match="the event of request .* is not known\n  hint: Lambda does not log events"):
        errors(capsys, "--id", broken, "--test")
    with pytest.raises(Problems, match="no failure of that time has the id 'x'\n  hint: `make errors` lists them, "):
        errors(capsys, "--id", "x")
    with pytest.raises(Problems, match=f"no failure of add of that time has the id '{broken}'\n  hint: without name=add `make"):
        errors(capsys, "--id", broken, "--name", "add")
