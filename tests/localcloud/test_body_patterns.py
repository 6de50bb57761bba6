"""Patterns of a body's schema at the gateway: what matches, and what an import refuses."""
import json

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import EXTENSION, VALIDATORS, ask, body_of, deploy, ok, proxied


def deployed(functions, schema):
    """The id of an API whose POST / has a model."""
    operation = proxied(functions.add("shop-model", lambda event: ok('"ok"')), **{EXTENSION + "request-validator": "all"},
                        parameters=[{"in": "body", "name": "body", "schema": schema}])
    return deploy(body_of({"/": {"post": operation}}, **VALIDATORS))


CLOSED = {"type": "object", "patternProperties": {r"^\p{L}+$": {"type": "integer"}}, "additionalProperties": False}


@cases("schema, body, status", [
    ({"type": "string", "pattern": r"^\p{L}+$"}, "\u00e9", 200),
    ({"type": "string", "pattern": r"^\w+$"}, "\u00e9", 400),
    ({"type": "string", "pattern": r"^\d$"}, "\u07c0", 400),
    ({"pattern": r"^a$"}, 1, 200),
    (CLOSED, {"\u00e9": 1}, 200), (CLOSED, {"\u00e9": "x"}, 400), (CLOSED, {"1": 1}, 400), (CLOSED, [], 400),
    ({"patternProperties": {r"\wcole": {}}, "additionalProperties": False}, {"l'\u00e9cole": "x"}, 400),
    ({"properties": {"b": {}}, "additionalProperties": {"type": "integer"}}, {"a": 1, "b": "x"}, 200),
    ({"properties": {"b": {}}, "additionalProperties": {"type": "integer"}}, {"a": "x"}, 400),
])
def test_a_pattern_matches_as_in_ecma_262(functions, schema, body, status):
    assert ask(deployed(functions, schema), "POST", body=json.dumps(body).encode())[0] == status


@cases("schema", [
    {"pattern": "(?P<y>a)"}, {"patternProperties": {"(?P<y>a)": {}}}, {"items": {"pattern": "["}},
    {"$ref": "#/definitions/Wrong"}])
def test_an_invalid_pattern_is_refused_at_the_import(functions, schema):
    wrong = {"definitions": {"Wrong": {"properties": {"a": {"pattern": "[a"}}}}} if "$ref" in schema else {}
    operation = proxied("f", **{EXTENSION + "request-validator": "all"},
                        parameters=[{"in": "body", "name": "body", "schema": schema}])
    with pytest.raises(ValueError, match="is not a regular expression"):
        deploy(body_of({"/": {"post": operation}}, **VALIDATORS, **wrong))
