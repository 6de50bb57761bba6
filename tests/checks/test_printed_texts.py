"""What make check prints: findings of cfn-lint and of imports in a few words, and notes without a finding."""
from types import SimpleNamespace

import pytest

from checks import example, notes, template
from tests.fixtures.cases import cases, results
from tests.fixtures.checks import problems
from tests.fixtures.recipe_apps import app_of, lambda_

BUG = "if the block is right, this is a bug in Pareto"
MANY = ", ".join(repr(f"{name}object{number}") for name in ("get", "put") for number in range(50))

test_a_message_has_at_most_a_few_lines = results(template.shortened, [
    ("'a' is not one of ['b', 'c']", ("'a' is not one of ['b', 'c']", BUG)),
    (f"'gotobject7' is not one of [{MANY}]",
     ("'gotobject7' is none of the 100 names that AWS knows", "did you mean 'getobject7'?")),
    (f"'zzz' is not one of [{MANY}]", ("'zzz' is none of the 100 names that AWS knows", BUG)),
    ("'Arnn' is not one of ['TopicArn', 'Arn'] in ['eu-west-1']",
     ("'Arnn' is not one of ['TopicArn', 'Arn'] in ['eu-west-1']", "did you mean 'Arn'?")),
    ("x" * 5000, ("x" * 300 + "...", BUG)),
])


@pytest.mark.parametrize("code, files, hint", [
    ("import lib", {"hello/lib.py": ""}, "write `from lambdas.hello.lib import ...`"),
    ("import lib.web", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib.web import ...`"),
    ("from lib import web", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib import ...`"),
    ("from lib.web import page", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib.web import ...`"),
    ("from shared import dates", {"shared/dates.py": ""}, "write `from lambdas.shared import ...`"),
    ("import dates", {"dates.py": ""}, "write `from lambdas.dates import ...`"),
    ("import dates", {"other/dates.py": ""}, "`make layer pkg=dates`, then `layers: [dates]` in the infra block"),
    ("import lib", {"hello/lib.py": "", "hello/lib-1.0.dist-info/METADATA": ""},
     "`make layer pkg=lib`, then `layers: [lib]` in the infra block"),
])
def test_an_import_of_a_module_beside_the_code_is_explained(code, files, hint, folder, monkeypatch):
    for path in folder.glob("lambdas/**/*.py"):
        path.unlink()
    texts = {**{f"lambdas/{path}": text for path, text in files.items()},
             "lambdas/hello/index.py": example.index(f"{code}\n\n\ndef handler(event, context):\n    return 1")}
    [problem] = problems(folder, monkeypatch, texts, {"P110"})
    assert problem.hint == hint


def test_a_reference_of_app_yaml_is_found_at_its_line():
    model = {"settings": {"references": {"NEWS": {"target": "News.Arnn", "line": 3}}}}
    subject = SimpleNamespace(model=model, addresses=lambda: {"HelloFunction": ("lambdas/hello/index.py", 4)})
    parts = ["Resources", "HelloFunction", "Properties", "Environment", "Variables", "NEWS", "Fn::GetAtt", "1"]
    message = "'Arnn' is not one of ['DisplayName', 'TopicArn'] in ['eu-west-1']"
    assert template.located(subject, parts, message) == ("app.yaml", 3, message, "did you mean 'TopicArn'?")
    assert template.located(subject, [*parts[:5], "OTHER"], "wrong") == ("lambdas/hello/index.py", 4, "wrong", BUG)
    assert template.located(subject, [], "wrong") == ("app.yaml", 0, "wrong", BUG)


@cases("infra, function_id, address", [
    ({"runtime": "python3.9"}, "HelloFunction", ("lambdas/hello/index.py", 4)), ({}, "HelloFunction", ("app.yaml", 2)),
    ({"runtime": "python3.9"}, "SharedTableEventsFunction", ("app.yaml", 2))])
def test_a_deprecated_runtime_is_reported_where_it_is_written(infra, function_id, address):
    fn = {"name": "hello", "path": "lambdas/hello/index.py", "infra": infra, "lines": {"runtime": 4}}
    subject = SimpleNamespace(model={"settings": {}, "lambdas": {"hello": fn}}, addresses=dict,
                              settings={"path": "app.yaml", "lines": {"runtime": 2}})
    message = "Runtime 'python3.9' was deprecated on '2025-12-15'. Creation was disabled on '2027-02-01' and update on " \
        "'2027-03-03'. Please consider updating to 'python3.14'"
    assert template.located(subject, ["Resources", function_id, "Properties", "Runtime"], message) == (
        *address, "AWS deprecated python3.9 on 2025-12-15; it creates no function with it from 2027-02-01 on, and updates "
        "none from 2027-03-03 on", "runtime: python3.14")


@cases("readers, has_events, text", [
    (1, True, None), (2, False, None),
    (2, True, "the stream of the table demo has 3 readers, one of them for the table's events (without: `tables: {demo: "
              "{stream: false}}`): DynamoDB may throttle more than 2"),
    (3, False, "the stream of the table demo has 3 readers: DynamoDB may throttle more than 2")])
def test_more_than_two_readers_of_a_stream_are_a_note(readers, has_events, text):
    app = app_of(*(lambda_(name, stream={"table": "demo"}) for name in "abc"[:readers]))
    app = {**app, "state": {**app["state"], "table": {"demo": {} if has_events else {"settings": {"stream": False}}}}}
    assert [note.split(": ", 1)[1] for note in notes.notes(app)] == ([text] if text else [])


def test_an_authorizer_that_no_endpoint_names_is_a_note():
    guard, public = lambda_("guard", authorizer={}), lambda_("open", endpoint={"api": "public", "method": "GET", "path": "/"})
    custom = lambda_("open", endpoint={"api": "custom", "authorizer": "guard", "method": "GET", "path": "/"})
    assert [note.split(": ", 1)[1] for note in notes.notes(app_of(guard, public))] == [
        "no endpoint names the authorizer guard yet: `endpoint: {api: custom, authorizer: guard, ...}`"]
    assert not [*notes.notes(app_of(guard, custom))]
