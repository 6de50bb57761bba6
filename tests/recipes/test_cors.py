"""CORS of the API by app.yaml: the preflight requests and the gateway's errors."""
import pytest

from recipes import cors
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_

A, B = "https://a.example", "http://localhost:3000"


def app(**settings):
    """An app model with `cors` of app.yaml."""
    return {"settings": {"cors": settings} if settings else {}, "lambdas": {}}


def headers_of(response):
    """{header: value} of a response's mappings, their common beginning removed."""
    return {name.rpartition("header.")[2].removeprefix("Access-Control-"): value
            for name, value in response["responseParameters"].items()}


def preflight(model, methods=("GET",)):
    """The operation of the OPTIONS method."""
    return cors.preflight(cors.settings(model), list(methods), cors.quoted(cors.allowed_headers(model)))


def preflight_response(model):
    """The only response of the mock that answers preflight requests."""
    return preflight(model)["x-amazon-apigateway-integration"]["responses"]["default"]


@cases("settings, expected, error", [
    ({}, {"Allow-Origin": "'*'"}, {"Allow-Origin": "'*'"}),
    ({"origins": [A]}, {"Allow-Origin": f"'{A}'"}, {"Allow-Origin": f"'{A}'"}),
    ({"origins": [A], "credentials": True, "age": 60}, {
        "Allow-Origin": f"'{A}'", "Allow-Credentials": "'true'", "Max-Age": "'60'"},
     {"Allow-Origin": f"'{A}'", "Allow-Credentials": "'true'"}),
    ({"origins": [A, B]}, {"Allow-Origin": f"'{A}'", "Vary": "'Origin'"}, {"Allow-Origin": "'*'", "Vary": "'Origin'"}),
    ({"origins": [A, B], "credentials": True}, {
        "Allow-Origin": f"'{A}'", "Allow-Credentials": "'true'", "Vary": "'Origin'"}, {
        "Allow-Origin": "method.request.header.Origin", "Allow-Credentials": "'true'", "Vary": "'Origin'"}),
    ({"origins": ["*"], "exposed": ["X-Total", "X-B"]}, {"Allow-Origin": "'*'"},
     {"Allow-Origin": "'*'", "Expose-Headers": "'X-Total,X-B'"}),
])
def test_headers_of_preflights_and_errors(settings, expected, error):
    common = {"Allow-Headers": cors.quoted(cors.HEADERS)}
    assert headers_of(preflight_response(app(**settings))) == {**common, **expected, "Allow-Methods": "'GET,OPTIONS'"}
    model = app(**settings)
    response = cors.gateway_response(cors.settings(model), cors.quoted(cors.allowed_headers(model)))
    assert headers_of(response) == {**common, **error}


def test_every_mapped_header_of_a_preflight_is_declared():
    operation = preflight(app(origins=[A, B], credentials=True, age=5), ["ANY"])
    mapped = operation["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"]
    assert {f"method.response.header.{name}" for name in operation["responses"]["200"]["headers"]} == mapped.keys()


def test_headers_are_added_once_in_any_case():
    model = app(origins=[A], headers=["x-api-key", "X-Request-Id"])
    assert headers_of(preflight_response(model))["Allow-Headers"] == cors.quoted([*cors.HEADERS, "X-Request-Id"])


def test_one_origin_needs_no_template_and_several_do():
    assert "responseTemplates" not in preflight_response(app(origins=[A]))
    template = preflight_response(app(origins=[A, B]))["responseTemplates"]["application/json"]
    assert f'#if($origin == "{A}" || $origin == "{B}")#set($context.responseOverride.header.' in template


@pytest.mark.parametrize("model, text", [(app(), "*"), (app(origins=[A]), A), (app(origins=[A, B]), f"{A},{B}")])
def test_a_handler_reads_the_origins_from_a_variable(model, text):
    assert cors.origins_text(model, "demo") == text


def test_a_page_may_send_the_header_of_an_authorizer():
    model = app_of(lambda_("guard", authorizer={"header": "X-Token"}), lambda_("idle", authorizer={"header": "X-Idle"}),
                   lambda_("gate", authorizer={"sources": ["query.q", "header.X-Team", "header.authorization"]}),
                   lambda_("ask", endpoint={"api": "custom", "authorizer": "guard", "routes": [
                       "GET /a", {"method": "GET", "path": "/b", "authorizer": "gate"}]}))
    allowed = cors.quoted([*cors.HEADERS, "X-Team", "X-Token"])
    assert headers_of(preflight_response(model))["Allow-Headers"] == allowed
