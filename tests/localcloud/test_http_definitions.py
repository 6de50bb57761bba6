"""Definitions of HTTP APIs: the route of a request, and what the local cloud refuses by name."""
import pytest

from localcloud.api import http_authorizers, http_definition, url_format
from tests.fixtures.cases import cases

URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations"
INTEGRATION = {"type": "aws_proxy", "httpMethod": "POST", "payloadFormatVersion": "2.0", "uri": URI}


def body(paths, **more):
    """A definition of {path: {method: more of its operation}}."""
    return {"openapi": "3.0.1", "paths": {path: {method: {
        "x-amazon-apigateway-integration": INTEGRATION, **operation} for method, operation in item.items()}
        for path, item in paths.items()}, **more}


ANY = "x-amazon-apigateway-any-method"
ROUTES = http_definition.definition(body({
    "/a": {"get": {}}, "/a/{id}": {"get": {}, ANY: {}}, "/a/b": {"get": {}}, "/{rest+}": {"get": {}}, "/a/{rest+}": {ANY: {}},
    "/$default": {ANY: {}}}))["routes"]


@cases("method, path, key, values", [
    ("GET", "/a", "GET /a", {}), ("GET", "/a/b", "GET /a/b", {}), ("GET", "/a/7", "GET /a/{id}", {"id": "7"}),
    ("PUT", "/a/b", "ANY /a/{id}", {"id": "b"}), ("GET", "/a/b/c", "ANY /a/{rest+}", {"rest": "b/c"}),
    ("GET", "/x/y", "GET /{rest+}", {"rest": "x/y"}), ("POST", "/x", "$default", {}), ("GET", "/", "$default", {}),
    ("GET", "/a/", "GET /{rest+}", {"rest": "a/"})])
def test_the_most_specific_route_gets_the_request(method, path, key, values):
    route, actual = http_definition.match(ROUTES, method, path)
    assert (route["key"], actual) == (key, values)


def test_no_route_matches_without_a_default():
    assert http_definition.match([route for route in ROUTES if route["key"] == "GET /a"], "POST", "/a") is None


SCHEME = {"x-amazon-apigateway-authorizer": {"type": "request", "authorizerUri": URI}}


@cases("definition, message", [
    ({"openapi": "3.1.0"}, "not OpenAPI 3.0"),
    (body({"/a": {"get": {"security": [{"S": []}]}}}), "names the security scheme 'S', which is not defined"),
    (body({"/a": {"get": {"security": [{"S": []}]}}}, components={"securitySchemes": {"S": SCHEME}}), "the authorizer S"),
    (body({"/a": {"get": {"security": [{"S": []}, {"T": []}]}}}), "2 security schemes"),
    (body({"/a": {"get": {"x-amazon-apigateway-integration": {**INTEGRATION, "payloadFormatVersion": "1.0"}}}}), "not 2.0"),
    (body({"/a": {"get": {"x-amazon-apigateway-integration": {**INTEGRATION, "timeoutInMillis": 31_000}}}}), "30000"),
    (body({}, **{"x-amazon-apigateway-policy": {}}), "x-amazon-apigateway-policy of the definition")])
def test_what_is_refused_is_named(definition, message):
    with pytest.raises(ValueError, match=message):
        http_definition.definition(definition)


@cases("decision, fault", [
    (None, "None, not an object"), ({}, "there is no isAuthorized"), ({"isAuthorized": "yes"}, "is no boolean"),
    ({"isAuthorized": True, "context": []}, None), ({"isAuthorized": True, "context": "a"}, "the context is a str")])
def test_a_decision_is_a_boolean_and_a_context(decision, fault):
    if fault is None:
        assert http_authorizers.checked_decision(decision) is decision
    else:
        with pytest.raises(ValueError, match=fault):
            http_authorizers.checked_decision(decision)


def test_the_default_stage_is_not_in_a_path():
    assert url_format.DEFAULT == "$default" == http_definition.DEFAULT
