"""Requests to a lambda with several routes."""
import pytest

from tests.fixtures.tested_lambdas import ECHO, problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
SHOP = """
endpoint:
  api: public
  routes:
  - GET /orders
  - {method: POST, path: /orders, schema: {type: object, required: [sku]}}
  - GET /orders/{id}
  - {method: DELETE, path: "/orders/{id}", api: private}
  - ANY /orders/{id}/{rest+}
"""


@pytest.mark.parametrize("request_, resource, method, parameters", [
    ({}, "/orders", "GET", None), ({"method": "POST", "body": {"sku": "a"}}, "/orders", "POST", None),
    ({"path": "/orders/7"}, "/orders/{id}", "GET", {"id": "7"}),
    ({"path": {"id": 7}}, "/orders/{id}", "GET", {"id": "7"}),
    ({"path": {"id": 7}, "method": "DELETE", "claims": {"sub": "ann"}}, "/orders/{id}", "DELETE", {"id": "7"}),
    ({"path": "/orders/7/lines/2"}, "/orders/{id}/{rest+}", "GET", {"id": "7", "rest": "lines/2"}),
    ({"path": {"id": 7, "rest": "a/b"}, "method": "PATCH"}, "/orders/{id}/{rest+}", "PATCH", {"id": "7", "rest": "a/b"}),
])
def test_path_and_method_select_the_route(written, request_, resource, method, parameters):
    event = written(shop=(SHOP, ECHO)).this.event.api(**request_)
    assert (event["resource"], event["httpMethod"], event["pathParameters"]) == (resource, method, parameters)


@pytest.mark.parametrize("request_, line, message", [
    ({"path": "/things"}, 6, "GET /things has no route: API Gateway responds with 403"),
    ({"method": "PUT"}, 6, "PUT /orders has no route: API Gateway responds with 403"),
    ({"path": "/orders/other"}, 6, "GET /orders/other goes to other"),
    ({"method": "POST", "body": {}}, 8, "API Gateway responds with 400: Invalid request body: 'sku' is a required property"),
    ({"method": "DELETE", "path": "/orders/7"}, 10,
     "API Gateway responds with 401: the endpoint is private, and no user is signed in"),
    ({"path": {"id": 7}, "claims": {"sub": "ann"}}, 9, "the endpoint is public, so its lambda never receives claims"),
])
def test_a_refusal_has_the_line_of_its_route(written, request_, line, message):
    other = "endpoint: {api: public, method: GET, path: /orders/other}"
    event = written(shop=(SHOP, ECHO), other=(other, ECHO)).this.event
    assert problem_lines(event.api, **request_)[0] == f"handlers/shop/index.py:{line}: {message}"
    event.api(**request_, refused=True)


def test_a_signed_request_says_who_signed(written):
    event = written(shop=("endpoint: {api: iam, method: GET, path: /a}", ECHO)).this.event
    assert event.api()["requestContext"]["identity"]["userArn"] == "arn:aws:iam::123456789012:root"
    assert problem_lines(event.api, claims={"sub": "ann"})[0].endswith("the endpoint is iam, so its lambda never receives claims")
