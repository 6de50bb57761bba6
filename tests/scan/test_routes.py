"""Routes that API Gateway cannot have, and the authorizers and groups that endpoints name."""
import pytest

from scan import clashes
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files


def lambdas(*paths):
    """{name: lambda of app.json} with one endpoint each, GET."""
    return {f"fn{at}": {"name": f"fn{at}", "path": f"lambdas/fn{at}/index.py", "lines": {"endpoint.path": 5}, "env": [],
                        "infra": {"endpoint": {"method": "GET", "path": path}, "indexes": [], "layers": []}}
            for at, path in enumerate(paths)}


@cases("paths, messages", [
    (["/a/{x}", "/a/{x}/b"], []),
    (["/a/{x}", "/a/b/{rest+}"], []),
    (["/a/{x}", "/{rest+}"], []),
    (["/a/{x}", "/a/{rest+}"], ["API Gateway allows only one of {x} and {rest+} in one position"]),
    (["/a/{x}/b", "/a/{x+}"], ["API Gateway allows only one of {x} and {x+} in one position"]),
    (["/w/{x+}", "/w/{y+}"], ["GET /w/{y+} is taken", "{y+} is called {x+} in another path"]),
])
def test_only_one_variable_is_in_one_position(paths, messages):
    problems = clashes.clashes(lambdas(*paths))
    assert [problem.message for problem in problems] == messages
    assert {(problem.path, problem.line) for problem in problems} <= {("lambdas/fn1/index.py", 5)}


@cases("path, domain, is_refused", [
    ("/ping", "example.com", True), ("/sping", "example.com", True), ("/ping", None, False),
    ("/pings", "example.com", False), ("/ping/x", "example.com", False), ("/a/ping", "example.com", False),
    ("/{x}", "example.com", False)])
def test_a_health_check_of_the_gateway_is_no_route_at_a_domain(path, domain, is_refused):
    messages = [f"at {domain}, API Gateway answers {path} itself, and no lambda gets it"] * is_refused
    assert [problem.message for problem in clashes.clashes(lambdas(path), domain)] == messages


@cases("first, second, messages", [
    ([("GET", "/a"), ("POST", "/a")], [("PUT", "/a"), ("ANY", "/a")], []),
    ([("GET", "/a")], [("PUT", "/a"), ("GET", "/a")], [(7, "GET /a is taken")]),
    ([("GET", "/{x}")], [("PUT", "/b"), ("GET", "/{y}")], [(7, "GET /{y} is taken"),
                                                         (7, "{y} is called {x} in another path")]),
    ([("GET", "/{x}"), ("GET", "/{y}/z")], [], [(7, "{y} is called {x} in another path")]),
])
def test_routes_of_several_lambdas_are_compared_at_their_lines(first, second, messages):
    both = lambdas("/", "/other")
    for fn, routes in zip(both.values(), (first, second), strict=True):
        if routes:
            fn["infra"]["endpoint"] = {"routes": [{"method": method, "path": path} for method, path in routes]}
            fn["lines"] = {f"endpoint.routes.{at}": 6 + at for at in range(len(routes))}
    assert [(problem.line, problem.message) for problem in clashes.clashes(both)] == messages


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
        write_files({f"lambdas/{path}/index.py": text}, own_folder)
    (own_folder / "app.yaml").write_text("name: demo\n")
    problems = problems_of(scan, "lambdas", "app.yaml", {}, {}).args
    assert [(problem.path, problem.line, problem.message, problem.hint) for problem in problems] == (
        [("lambdas/ask/index.py", 6, *expected)] if expected else [])


GROUP_ENDPOINT = '"""x\n\ninfra:\n  endpoint:\n    api: private\n    groups: [admin, {}]\n    method: GET\n    path: /a\n"""\n\n\n' \
    "def handler(event, context):\n    return {{'statusCode': 200}}\n"


@pytest.mark.parametrize("name, hint", [
    ("staff", None), ("stafff", "did you mean 'staff'?"), ("boss", "`users: {groups: [boss]}` in app.yaml"),
])
def test_a_group_of_an_endpoint_is_in_the_settings(own_folder, name, hint):
    write_files({"lambdas/ask/index.py": GROUP_ENDPOINT.format(name),
                 "app.yaml": "name: demo\nusers: {groups: [admin, staff]}\n"}, own_folder)
    problems = problems_of(scan, "lambdas", "app.yaml", {}, {}).args
    assert [(problem.path, problem.line, problem.message, problem.hint) for problem in problems] == [
        ("lambdas/ask/index.py", 6, f"group {name!r} is not in app.yaml", hint)] * bool(hint)
