"""`wait` of an endpoint: API Gateway's own timeout, in the API's definition and in the checks."""

import recipes
from kit import schema
from recipes import template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_

pytest_plugins = ["tests.fixtures.checks"]
ROUTES = [{"method": "GET", "path": "/a"}, {"method": "POST", "path": "/a", "wait": 120}]


@cases("endpoint, expected", [
    ({"method": "GET", "path": "/a"}, {"get": None}), ({"method": "GET", "path": "/a", "wait": 60}, {"get": 60_000}),
    ({"routes": ROUTES}, {"get": None, "post": 120_000}), ({"routes": ROUTES, "wait": 40}, {"get": 40_000, "post": 120_000})])
def test_api_gateway_waits_as_long_as_the_route_says(endpoint, expected):
    app = app_of(lambda_("ask", endpoint={"api": "public", **endpoint}))
    methods = template.template(app)["Resources"]["Api"]["Properties"]["Body"]["paths"]["/a"]
    assert {method: operation["x-amazon-apigateway-integration"].get("timeoutInMillis")
            for method, operation in methods.items() if method != "options"} == expected


@cases("wait, is_right", [(1, True), (900, True), (901, False), (0, False), ("60", False)])
def test_a_wait_is_at_most_that_of_a_lambda(wait, is_right):
    block = {"endpoint": {"api": "public", "method": "GET", "path": "/a", "wait": wait}}
    assert (schema.problems(recipes.INFRA, block) == []) is is_right


@cases("endpoint, timeout, ids", [
    ("method: GET, path: /a", 30, []), ("method: GET, path: /a", 31, ["P601"]), ("method: GET, path: /a, wait: 60", 60, []),
    ("method: GET, path: /a, wait: 60", 90, ["P601"]), ("wait: 60, routes: [GET /a]", 60, []),
    ("routes: [GET /a, {method: PUT, path: /a, wait: 60}]", 60, ["P601"])])
def test_a_timeout_longer_than_the_wait_is_found(finding_ids, endpoint, timeout, ids):
    code = f"infra:\n  endpoint: {{api: public, {endpoint}}}\n  timeout: {timeout}\n---\nreturn {{'statusCode': 200}}"
    assert finding_ids(code) == ids
