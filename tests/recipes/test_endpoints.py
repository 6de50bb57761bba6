"""Paths, blocks, body schemas, media types and waiting times of endpoints."""
import pytest

import recipes
from kit import schema
from recipes import api, body_schema, endpoint, routes, template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_
from tests.fixtures.rest_apis import EXTENSION

pytest_plugins = ["tests.fixtures.checks"]


@cases("path, complaint", [
    ("/orders/{id}", None),
    ("hello-world", None),
    ("/", None),
    ("/files/{path+}", None),
    ("/orders/{id}.json", "'{id}.json' cannot be a part of a path"),
    ("/orders//x", "'' cannot be a part of a path"),
    ("/a b", "'a b' cannot be a part of a path"),
    ("/orders/:id/items", "':id' cannot be a part of a path"),
    ("/orders/7:cancel", None),
    ("/{path+}/x", "{path+} must come last"),
    ("/{id}/{id}", "{id} is listed twice"),
])
def test_a_path_is_what_api_gateway_takes(path, complaint):
    said = [message for _key, message, _hint in routes.path_problems(path)]
    assert said == ([complaint] if complaint else [])


@cases("segment, hint", [
    (":id", "write {id}"), ("$id", "write {id}"), ("<id>", "write {id}"), ("<int:id>", "write {id}"),
    ("[id]", "write {id}"), ("{id:int}", "write {id}"), ("{id?}", "write {id}"), ("{ id }", "write {id}"),
    ("{{id}}", "write {id}"), ("*", "write {rest+} for the rest of the path"),
    ("(.*)", "write {rest+} for the rest of the path"),
    ("{id", "write {id}"),
    ("a b", "letters, digits and . _ - : between slashes, or {name}"),
])
def test_a_variable_as_other_frameworks_write_it_has_a_hint(segment, hint):
    assert routes.path_problems(f"/orders/{segment}") == [("path", f"{segment!r} cannot be a part of a path", hint)]


def test_a_colon_within_a_segment_is_a_custom_method():
    assert routes.path_problems("/orders:search") == []


@cases("path, normal", [("hello-world", "/hello-world"), ("/orders/", "/orders"), ("/", "/"), ("/a/{b+}", "/a/{b+}")])
def test_a_path_begins_with_a_slash_in_app_json(path, normal):
    assert endpoint.normal({"path": path})["path"] == normal


@cases("block, keys", [
    ({"method": "POST", "path": "/a", "schema": {"type": "object"}}, []),
    ({"method": "GET", "path": "/a", "parameters": ["b", "c"]}, []),
    ({"method": "GET", "path": "/a", "parameters": ["b", "b"]}, ["parameters.1"]),
    ({"method": "GET", "path": "/a", "schema": {"type": "object"}}, ["schema"]),
    ({"method": "POST", "path": "/a", "schema": {"type": "object"}, "parameters": ["b"]}, ["schema"]),
    ({"method": "POST", "path": "/a", "schema": {"const": 1}}, ["schema.const"]),
])
def test_an_endpoint_is_what_api_gateway_takes(block, keys):
    assert [key for key, _message, _hint in endpoint.problems({"api": "public", **block})] == keys


@cases("said, keys", [
    ({"type": "object", "required": ["a"], "properties": {"a": {"enum": [1]}}}, []),
    ({"anyOf": [{"type": "string"}, {"type": "null"}], "additionalProperties": False}, []),
    ({"properties": {"const": {"type": "string"}, "examples": {"type": "string"}}}, []),
    ({"enum": [{"const": 1}]}, []),
    ({"properties": {"a": {"const": 1}}}, ["properties.a.const"]),
    ({"items": {"items": {"$ref": "#/a"}}}, ["items.items.$ref"]),
    ({"items": [{}, {"if": {}}]}, ["items.1.if"]),
    ({"anyOf": [{"nullable": True}]}, ["anyOf.0.nullable"]),
    ({"not": {"exclusiveMinimum": 3}}, ["not.exclusiveMinimum"]),
    ({"properties": None}, ["properties"]), ({"properties": {"a": None}}, ["properties.a"]), ({"anyOf": [None]}, ["anyOf.0"]),
    ({"enum": [None], "default": None, "properties": {"default": {}}}, []),
])
def test_a_body_schema_is_what_a_model_takes(said, keys):
    assert [key for key, _message, _hint in body_schema.problems(said)] == keys


def fns(*lists):
    """Lambdas with endpoints of these binary media types; None for an endpoint without the field."""
    return [{"name": f"fn{at}", "infra": {"endpoint": {
        "api": "public", "method": "GET", "path": f"/{at}", "parameters": [], "key": False,
        **({"binary": types} if types else {})}}} for at, types in enumerate(lists)]


@pytest.mark.parametrize("lists, types", [
    ([None, None], None), ([["image/*"], None], ["image/*"]),
    ([["image/*", "application/pdf"], ["image/*"]], ["application/pdf", "image/*"])])
def test_an_api_has_the_types_of_all_its_endpoints_once(lists, types):
    body = api.body({"name": "demo", "lambdas": {}, "settings": {}}, fns(*lists))
    assert body.get(EXTENSION + "binary-media-types") == types


@cases("media_type, is_right", [
    ("image/png", True), ("image/*", True), ("*/*", True), ("application/vnd.api+json", True), ("image", False),
    ("*/png", False), ("image/png; q=1", False), ("", False)])
def test_a_media_type_is_a_type_and_a_subtype(media_type, is_right):
    block = {"api": "public", "method": "GET", "path": "/a", "binary": [media_type]}
    assert (schema.problems(endpoint.SCHEMA, block, "endpoint") == []) is is_right


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
