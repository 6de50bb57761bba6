"""`api: {type: http}` in app.yaml: what an app gets of it, and what no HTTP API has."""
import pytest

from kit import settings
from recipes import http_api, http_shapes, openapi, template
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import app_of, lambda_
from tests.update_golden import golden_app


def made(*fns, **more):
    """The template of an app of these lambdas with an HTTP API."""
    app = app_of(*fns)
    return template.template({**app, "settings": {**app["settings"], "api": {"type": "http"}, **more}})


@cases("value, message", [
    ("{type: http}", None), ("{type: rest}", None), ("http", "api must be a mapping, not 'http'"),
    ("{type: soap}", "api.type must be one of http, rest, not 'soap'"), ("{type: http, cors: 1}", "api has no field 'cors'"),
    ("{type: http, access_logs: true, metrics: true, limit: {rate: 1, burst: 1}}", None),
    ("{type: http, quota: 5 in a day}", "api.quota is for REST APIs: an HTTP API has no API keys"),
    ("{quota: 5 a day}", "api.quota cannot be '5 a day'"), ("{type: rest, metrics: true}", None)])
def test_the_type_is_a_setting(value, message):
    problems = problems_of(settings.settings, "app.yaml", f"name: demo\napi: {value}\n")
    assert [problem.message for problem in problems.args] == [message] * bool(message)


def test_a_rest_api_is_what_it_is_without_the_setting():
    app = golden_app("endpoint")
    rest = {**app, "settings": {**app["settings"], "api": {"type": "rest"}}}
    assert template.template(rest) == template.template(app)


@cases("endpoint, arn", [
    ({"method": "GET", "path": "/a/{id}"}, "*/GET/a/*"), ({"method": "ANY", "path": "$default"}, "*/$default"),
    ({"routes": ["GET /a", "POST /a"]}, "*/*/a*"), ({"routes": ["GET /a", "ANY $default"]}, "*")])
def test_the_api_may_invoke_a_lambda_for_its_routes(endpoint, arn):
    resources = made(lambda_("hello", endpoint={"api": "public", **endpoint}))["Resources"]
    source = resources["HelloEndpointPermission"]["Properties"]["SourceArn"]["Fn::Sub"]
    assert source.partition("${HttpApi}/")[2] == arn


def test_an_api_needs_no_schemes_if_everybody_may_call_and_permits_any_origin():
    body = made(lambda_("hello", endpoint={"api": "public", "method": "GET", "path": "/a"}))["Resources"]["HttpApi"][
        "Properties"]["Body"]
    assert "components" not in body
    assert body["x-amazon-apigateway-cors"]["allowOrigins"] == ["*"] and "allowCredentials" not in body[
        "x-amazon-apigateway-cors"]


def test_the_address_has_no_stage():
    assert made(lambda_("hello", (("DEMO_API_URL", "api_url", None),), endpoint={
        "api": "public", "method": "GET", "path": "/a"}))["Outputs"]["ApiUrl"]["Value"]["Fn::Sub"].endswith("URLSuffix}")


def test_the_domain_leads_to_the_http_api():
    resources = made(lambda_("hello", endpoint={"api": "public", "method": "GET", "path": "/a"}),
                     domain="example.com")["Resources"]
    assert resources["HttpApiDomainMapping"]["Properties"] == {
        "DomainName": {"Ref": "ApiDomain"}, "ApiId": {"Ref": "HttpApi"}, "Stage": {"Ref": "HttpApiStage"}}


def test_a_rest_api_has_no_default_route():
    infra = lambda_("hello", endpoint={"api": "public", "method": "ANY", "path": "$default"})["infra"]
    assert [key for key, _message, _hint in http_api.problems(infra, False)] == ["endpoint.path"]
    assert not list(http_api.problems(infra, True))


def test_openapi_has_the_routes_with_a_path():
    app = app_of(lambda_("hello", endpoint={"api": "public", "routes": ["GET /a", "ANY $default"]}))
    assert list(openapi.document(app)["paths"]) == ["/a"]


@pytest.mark.parametrize("routes, absent, names", [
    ([{"method": "GET", "path": "/a", "api": "public"}], True, {}),
    ([{"method": "GET", "path": "/a/{id}", "api": "private"}], False, {"id"}),
    ([{"method": "GET", "path": "/a/{id}", "api": "iam"}, {"method": "GET", "path": "/a", "api": "public"}], False, {"id"})])
def test_the_shape_of_an_event_is_that_of_all_routes(routes, absent, names):
    shape = http_shapes.of_endpoint(routes)
    assert ("authorizer" in shape["fields"]["requestContext"]["absent"]) is absent
    assert set(shape["fields"].get("pathParameters", {"fields": {}})["fields"]) == set(names)


def test_alarms_and_dashboard_read_the_metrics_of_an_http_api():
    alerts = golden_app("alerts")["settings"]["alerts"]
    app = app_of(lambda_("hello", endpoint={"api": "public", "method": "GET", "path": "/a"}))
    resources = template.template({**app, "package": "lambdas", "settings": {
        **app["settings"], "api": {"type": "http"}, "alerts": alerts}})["Resources"]
    alarm = resources["ApiServerErrorAlarm"]["Properties"]
    assert alarm["MetricName"] == "5xx" and alarm["Dimensions"] == [{"Name": "ApiId", "Value": {"Ref": "HttpApi"}}]
    body = str(resources["Dashboard"]["Properties"]["DashboardBody"])
    assert "5xx" in body and "${HttpApi}" in body and "5XXError" not in body and "ApiName" not in body
