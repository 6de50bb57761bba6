"""Routes that API Gateway cannot have beside each other, or at a domain."""

from scan import clashes
from tests.fixtures.cases import cases


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
