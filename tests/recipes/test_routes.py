"""Several routes of one lambda: their spellings, their problems, and what the API and the checks know of them."""
import pytest

import recipes
from recipes import routes, template
from tests.fixtures.cases import cases, results
from tests.fixtures.recipe_apps import app_of, block_problems, lambda_

PERMISSION = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/${Stage}/"


def problems(**endpoint):
    """[(key, message)] of an endpoint, of its types first."""
    block = {"endpoint": {"api": "public", **endpoint}}
    faults = block_problems(block)
    return [(key, message) for key, message, _hint in faults]


@cases("entry, normal", [
    ("GET /orders", {"method": "GET", "path": "/orders", "parameters": [], "api": "public", "key": True}),
    ("GET  orders/", {"method": "GET", "path": "/orders", "parameters": [], "api": "public", "key": True}),
    ({"method": "POST", "path": "/a", "api": "private", "key": False, "schema": {}},
     {"method": "POST", "path": "/a", "parameters": [], "api": "private", "key": False, "schema": {}}),
    ({"method": "GET", "path": "/a", "parameters": ["b"]},
     {"method": "GET", "path": "/a", "parameters": ["b"], "api": "public", "key": True}),
])
def test_a_route_has_the_fields_of_its_endpoint_unless_it_has_its_own(entry, normal):
    block = lambda_("shop", endpoint={"api": "public", "key": True, "routes": [entry]})["infra"]["endpoint"]
    assert block == {"api": "public", "key": True, "routes": [normal]}
    assert routes.numbered(block) == [("endpoint.routes.0", normal)]


def test_an_endpoint_of_one_route_is_its_own_route():
    block = lambda_("shop", endpoint={"api": "public", "method": "GET", "path": "a"})["infra"]["endpoint"]
    assert routes.numbered(block) == [("endpoint", block)] and block["path"] == "/a"


test_routes_are_what_api_gateway_takes = results(lambda endpoint: problems(**endpoint), [
    ({"routes": ["GET /a", "POST /a", "ANY /b/{rest+}", {"method": "PUT", "path": "/a", "schema": {}}]}, []),
    ({}, [("endpoint", "endpoint needs 'method'"), ("endpoint", "endpoint needs 'path'")]),
    ({"method": "GET"}, [("endpoint", "endpoint needs 'path'")]),
    ({"routes": []}, [("endpoint.routes", "endpoint.routes must have at least 1 item, not []")]),
    ({"routes": ["get /a"]}, [("endpoint.routes.0", "endpoint.routes.0 cannot be 'get /a'")]),
    ({"routes": ["/a"]}, [("endpoint.routes.0", "endpoint.routes.0 cannot be '/a'")]),
    ({"routes": ["OPTIONS /a"]}, [("endpoint.routes.0", "endpoint.routes.0 cannot be 'OPTIONS /a'")]),
    ({"routes": "GET /a"}, [("endpoint.routes", "endpoint.routes must be a list, not 'GET /a'")]),
    ({"routes": [{"method": "GET"}]}, [("endpoint.routes.0", "endpoint.routes.0 needs 'path'")]),
    ({"routes": [{"method": "GET", "path": "/a", "binary": ["*/*"]}]},
     [("endpoint.routes.0.binary", "endpoint.routes.0 has no field 'binary'")]),
    ({"routes": ["GET /a", "GET a/"]}, [("endpoint.routes.1", "GET a/ is listed twice")]),
    ({"routes": ["GET /{a}", "GET /{b}"]}, [("endpoint.routes.1", "GET /{b} is listed twice")]),
    ({"routes": ["GET /a b"]}, [("endpoint.routes.0", "endpoint.routes.0 cannot be 'GET /a b'")]),
    ({"routes": ["GET /{x}.json"]}, [("endpoint.routes.0", "'{x}.json' cannot be a part of a path")]),
    ({"routes": [{"method": "GET", "path": "/a", "schema": {}}]},
     [("endpoint.routes.0.schema", "GET has no body to validate")]),
    ({"routes": [{"method": "PUT", "path": "/a", "schema": {"const": 1}}]},
     [("endpoint.routes.0.schema.const", "API Gateway refuses 'const' in a schema")]),
    ({"method": "GET", "path": "/a", "routes": ["GET /a"]},
     [("endpoint.method", "endpoint has both routes and method"), ("endpoint.path", "endpoint has both routes and path")]),
    ({"schema": {"type": "object"}, "routes": ["POST /a"]}, [("endpoint.schema", "endpoint has both routes and schema")]),
    ({"parameters": ["a"], "routes": ["GET /a"]}, [("endpoint.parameters", "endpoint has both routes and parameters")]),
])


@cases("entries, path", [
    (["GET /orders/{id}"], "GET/orders/*"),
    (["ANY /{rest+}"], "*/*"),
    (["GET /orders", "GET /orders/{id}"], "GET/orders*"),
    (["GET /orders", "POST /orders/{id}"], "*/orders*"),
    (["GET /orders/{id}", "GET /orders/{id}/lines"], "GET/orders/*"),
    (["GET /a", "PUT /b"], "*/*"),
    (["GET /", "ANY /{rest+}"], "*/*"),
])
def test_the_api_may_invoke_the_lambda_for_what_its_routes_share(entries, path):
    app = app_of(lambda_("shop", endpoint={"api": "public", "routes": entries}))
    resources = template.template(app)["Resources"]
    assert resources["ShopEndpointPermission"]["Properties"]["SourceArn"] == {"Fn::Sub": PERMISSION + path}


@pytest.mark.parametrize("entries, expected", [
    (["GET /a"], None), ([{"method": "POST", "path": "/a", "schema": {"type": "object"}}, "GET /a"], {"type": "object"}),
    ([{"method": "POST", "path": "/a", "schema": {}}, "PUT /a"], None)])
def test_checks_know_the_schema_of_bodies_if_there_is_only_one(entries, expected):
    block = lambda_("shop", endpoint={"api": "public", "routes": entries})["infra"]["endpoint"]
    assert routes.only_schema(block) == expected


def test_an_event_may_have_what_one_of_the_routes_gives_it():
    shape = recipes.event_shape(lambda_("shop", endpoint={"api": "public", "routes": [
        "GET /orders", "DELETE /orders/{id}", {"method": "GET", "path": "/{rest+}", "parameters": ["q"], "api": "private"}]})
        ["infra"])["fields"]
    assert shape["pathParameters"]["fields"].keys() == {"id", "rest"} and not shape["pathParameters"]["null"]
    assert shape["queryStringParameters"]["fields"].keys() == {"q"} and shape["body"]["null"]
    assert "authorizer" in shape["requestContext"]["fields"]
