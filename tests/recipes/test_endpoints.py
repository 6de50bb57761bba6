"""Paths, blocks and body schemas of endpoints."""

from recipes import body_schema, endpoint, routes
from tests.fixtures.cases import cases


@cases("path, complaint", [
    ("/orders/{id}", None),
    ("hello-world", None),
    ("/", None),
    ("/files/{path+}", None),
    ("/orders/{id}.json", "'{id}.json' cannot be a part of a path"),
    ("/orders//x", "'' cannot be a part of a path"),
    ("/a b", "'a b' cannot be a part of a path"),
    ("/{path+}/x", "{path+} must come last"),
    ("/{id}/{id}", "{id} is listed twice"),
])
def test_a_path_is_what_api_gateway_takes(path, complaint):
    said = [message for _key, message, _hint in routes.path_problems(path)]
    assert said == ([complaint] if complaint else [])


@cases("path, normal", [
    ("hello-world", "/hello-world"), ("/orders/", "/orders"), ("/", "/"), ("/a/{b+}", "/a/{b+}")])
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
