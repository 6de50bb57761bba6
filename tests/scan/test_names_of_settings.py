"""An endpoint names an authorizer of the app and groups of app.yaml, or the scan says which there are."""
import pytest

from kit.problems import Problems
from scan.scanning import scan

ENDPOINT = '"""x\n\ninfra:\n  endpoint:\n    api: custom\n    authorizer: {}\n    method: GET\n    path: /a\n"""\n\n\n' \
    "def handler(event, context):\n    return {{'statusCode': 200}}\n"
GUARD = '"""x\n\ninfra:\n  {}\n"""\n\n\ndef handler(event, context):\n    return None\n'


@pytest.mark.parametrize("name, word, expected", [
    ("token-guard", "authorizer: {}", None),
    ("token-gard", "authorizer: {}", ("no lambda is called 'token-gard'", "did you mean 'token-guard'?")),
    ("other", "queue: {}", ("no lambda is called 'other'", "`make new-lambda name=other trigger=authorizer`")),
    ("token-guard", "queue: {}", ("lambda token-guard has no `authorizer`",
                                  "write `authorizer: {}` in its infra block")),
])
def test_a_name_is_that_of_an_authorizer(own_folder, name, word, expected):
    for path, text in {"ask": ENDPOINT.format(name), "token-guard": GUARD.format(word)}.items():
        (own_folder / "lambdas" / path).mkdir(parents=True)
        (own_folder / "lambdas" / path / "index.py").write_text(text)
    (own_folder / "app.yaml").write_text("name: demo\n")
    problems = []
    try:
        scan("lambdas", "app.yaml", {}, {})
    except Problems as error:
        problems = [(problem.path, problem.line, problem.message, problem.hint) for problem in error.args]
    assert problems == ([("lambdas/ask/index.py", 6, *expected)] if expected else [])


GROUP_ENDPOINT = '"""x\n\ninfra:\n  endpoint:\n    api: private\n    groups: [admin, {}]\n    method: GET\n    path: /a\n"""\n\n\n' \
    "def handler(event, context):\n    return {{'statusCode': 200}}\n"


@pytest.mark.parametrize("name, hint", [
    ("staff", None), ("stafff", "did you mean 'staff'?"), ("boss", "`users: {groups: [boss]}` in app.yaml"),
])
def test_a_group_of_an_endpoint_is_in_the_settings(own_folder, name, hint):
    (own_folder / "lambdas" / "ask").mkdir(parents=True)
    (own_folder / "lambdas" / "ask" / "index.py").write_text(GROUP_ENDPOINT.format(name))
    (own_folder / "app.yaml").write_text("name: demo\nusers: {groups: [admin, staff]}\n")
    problems = []
    try:
        scan("lambdas", "app.yaml", {}, {})
    except Problems as error:
        problems = [(problem.path, problem.line, problem.message, problem.hint) for problem in error.args]
    assert problems == ([("lambdas/ask/index.py", 6, f"group {name!r} is not in app.yaml", hint)] if hint else [])
