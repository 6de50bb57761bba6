"""The OpenAPI document of an app: what a generator of clients needs to know."""

from recipes import openapi
from tests.fixtures.cases import cases, results
from tests.fixtures.golden_apps import every_golden_app
from tests.fixtures.recipe_apps import app_of, lambda_

TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
SCHEMA = {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}


def document(*fns, url=""):
    """The document of an app of these lambdas."""
    return openapi.document(app_of(*fns), url)


def test_a_route_is_an_operation():
    made = document(lambda_("add", endpoint={"api": "public", "method": "POST", "path": "/shops/{shop}/orders",
                                            "schema": SCHEMA, "key": True}), url="https://x.example/dev")
    assert (made["openapi"], made["servers"]) == ("3.1.0", [{"url": "https://x.example/dev"}])
    operation = made["paths"]["/shops/{shop}/orders"]["post"]
    assert operation["parameters"] == [{"name": "shop", "in": "path", "required": True, "schema": {"type": "string"}}]
    assert operation["requestBody"]["content"] == {"application/json": {"schema": SCHEMA}}
    assert operation["responses"].keys() == {"default", "400", "403"} and operation["security"] == [{"ApiKey": []}]
    assert made["components"]["securitySchemes"] == {"ApiKey": openapi.SCHEMES["ApiKey"]}


def test_any_is_each_method_that_no_other_route_has():
    made = document(lambda_("all", endpoint={"api": "public", "routes": ["GET /a", "ANY /a", "ANY /{rest+}"]}),
                    lambda_("put", endpoint={"api": "public", "method": "PUT", "path": "/a"}))
    assert made["paths"].keys() == {"/a", "/{rest}"} and "servers" not in made and "components" not in made
    tags = {method: operation["tags"] for method, operation in made["paths"]["/a"].items()}
    assert tags == {"get": ["all"], "put": ["put"], **dict.fromkeys(["delete", "head", "patch", "post"], ["all"])}
    ids = [operation["operationId"] for operations in made["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids)) == 12


def test_each_user_pool_has_a_scheme():
    endpoints = {name: {"api": "private", "method": "GET", "path": f"/{name}", **pool}
                 for name, pool in (("own", {}), ("staff", {"pool": "staff"}), ("shop", {"pool": "shop"}))}
    made = document(*(lambda_(name, endpoint=endpoint) for name, endpoint in endpoints.items()))
    assert made["components"]["securitySchemes"].keys() == {"Users", "StaffUsers", "ShopUsers"}
    assert {path: list(methods["get"]["security"][0]) for path, methods in made["paths"].items()} == {
        "/own": ["Users"], "/staff": ["StaffUsers"], "/shop": ["ShopUsers"]}


@cases("endpoint, scheme", [
    ({"api": "private"}, {"Users": {**TOKEN, "description": "the ID token of a user of the app's user pool"}}),
    ({"api": "private", "pool": "staff"},
     {"StaffUsers": {**TOKEN, "description": "the ID token of a user of the user pool staff"}}),
    ({"api": "iam"}, {"Signature": openapi.SCHEMES["Signature"]}),
    ({"api": "custom", "authorizer": "guard"}, {"GuardAuthorizer": {"type": "apiKey", "in": "header", "name": "X-T"}}),
    ({"api": "custom", "authorizer": "gate"}, {"GateAuthorizer": {"type": "apiKey", "in": "query", "name": "k"}}),
])
def test_who_may_call_is_a_security_scheme(endpoint, scheme):
    made = document(lambda_("ask", endpoint={**endpoint, "method": "GET", "path": "/a"}),
                    lambda_("guard", authorizer={"header": "X-T"}), lambda_("gate", authorizer={"sources": ["query.k"]}))
    assert made["components"]["securitySchemes"] == scheme
    assert made["paths"]["/a"]["get"]["security"] == [dict.fromkeys(scheme, [])]


test_a_schema_of_draft_4_is_one_of_openapi = results(openapi.modern, [
    ({"items": [{"type": "string"}], "additionalItems": False}, {"prefixItems": [{"type": "string"}], "items": False}),
    ({"$schema": "x", "id": "y", "type": ["string", "null"]}, {"type": ["string", "null"]}),
    ({"properties": {"items": {"type": "array"}, "id": {"enum": [{"items": [1]}]}}},
     {"properties": {"items": {"type": "array"}, "id": {"enum": [{"items": [1]}]}}}),
])


def test_the_document_of_every_golden_app_is_openapi():
    import openapi_spec_validator  # 0.3 s, for one of the test processes; moto's API Gateway needs it

    openapi_spec_validator.validate(openapi.document(every_golden_app(), "https://x.example/dev"))
