"""The addresses that a deploy prints, with a call to try."""

from deploy import addresses
from kit import examples
from tests.fixtures.cases import cases


def endpoint(method="GET", path="/", api="public", **more):
    """The infra of a lambda with an endpoint."""
    return {"infra": {"endpoint": {"method": method, "path": path, "api": api, "parameters": [], "key": False, **more}}}


@cases("lambdas, line", [
    ({"a": endpoint()}, "curl URL/"),
    ({"a": endpoint("POST"), "b": endpoint(path="/b")}, "curl URL/b"),
    ({"a": endpoint(path="/{id}"), "b": endpoint("POST", "/b")},
     "curl URL/b -X POST -H 'content-type: application/json' -d '{}'"),
    ({"a": endpoint(parameters=["day"]), "b": endpoint(path="/b", api="private"), "c": endpoint(path="/c", key=True)},
     "curl 'URL/?day=1'"),
    ({"a": endpoint("POST", "/a", schema={"type": "object", "required": ["n", "sku"], "properties": {
        "n": {"type": "integer", "minimum": 3}, "sku": {"type": "string"}, "more": {}}})},
     """curl URL/a -X POST -H 'content-type: application/json' -d '{"n": 3, "sku": "hello"}'"""),
    ({"a": endpoint(path="/a/{id}/b")}, "curl URL/a/hello/b"),
    ({"a": endpoint(parameters=["day"]), "b": endpoint("PUT", "/b"), "c": endpoint("POST", "/c")},
     "curl URL/c -X POST -H 'content-type: application/json' -d '{}'"),
    ({"a": endpoint("ANY", "/$default")}, "curl URL/"),
    ({"a": endpoint("ANY", "/$default"), "b": endpoint(path="/b")}, "curl URL/b"),
    ({"a": endpoint(api="private")}, None),
    ({"a": {"infra": {"queue": {}}}}, None),
])
def test_the_call_to_try_is_the_easiest_that_answers(lambdas, line):
    assert addresses.call({"lambdas": lambdas}, "URL") == ([line] if line else [])


@cases("schema", [
    {"type": "string", "minLength": 8}, {"type": "string", "enum": ["a", "b"]}, {"type": "string", "maxLength": 2},
    {"type": "array", "items": {"type": "number"}, "minItems": 2}, {"anyOf": [{"type": "null"}, {"type": "string"}]},
    {"type": ["string", "null"]}, {"type": "integer", "maximum": 0}, {"type": "string", "format": "date-time"},
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, {"type": "string", "pattern": "^[A-Z]{3}$"},
    {"properties": {"deep": {"type": "object", "required": ["x"], "properties": {"x": {"type": "boolean"}}}}},
])
def test_an_example_is_accepted_by_its_schema(schema):
    import jsonschema
    jsonschema.validate(examples.of_schema(schema), schema)
