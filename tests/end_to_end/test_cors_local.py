"""CORS by app.yaml on the local cloud, as a browser sees it: preflights, errors of the gateway, handlers."""
import http.client
from urllib.parse import urlsplit

import pytest

from tests.fixtures.cases import cases

INDEX = '''"""Orders.

infra:
  endpoint: {api: public, method: GET, path: /orders, parameters: [page]}
"""
import os

ORIGINS = os.environ["SHOP_CORS_ORIGINS"].split(",")


def handler(event, context):
    origin = event["headers"].get("Origin")
    headers = {"Access-Control-Allow-Origin": origin} if origin in ORIGINS else {}
    return {"statusCode": 200, "headers": headers, "body": "[]"}
'''
A, B, EVIL = "https://a.example", "http://localhost:3000", "https://evil.example"
BOTH = f"name: shop\ncors: {{origins: ['{A}', '{B}'], credentials: true, headers: [X-Trace], age: 60}}\n"


@pytest.fixture
def response(deploy_app, local_cloud):
    """response(app.yaml, method, path, origin) -> (status, {header: value}), names in lower case."""
    outputs = {}

    def ask(settings, method, path, origin):
        if settings not in outputs:
            outputs[settings] = deploy_app(settings, {"orders": INDEX})
        address = urlsplit(local_cloud.endpoint)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        url = f"/_aws/execute-api/{outputs[settings]['ApiId']}/local{path}"
        preflight = {"Access-Control-Request-Method": "GET"} if method == "OPTIONS" else {}
        connection.request(method, url, headers={"Origin": origin, **preflight})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    return ask


@cases("origin, permitted", [(A, A), (B, B), (EVIL, A)])
def test_a_preflight_permits_the_origins_of_app_yaml(response, origin, permitted):
    status, headers = response(BOTH, "OPTIONS", "/orders", origin)
    assert (status, headers["access-control-allow-origin"]) == (200, permitted)
    assert (headers["access-control-allow-credentials"], headers["access-control-max-age"]) == ("true", "60")
    assert headers["access-control-allow-headers"].endswith(",X-Trace") and headers["vary"] == "Origin"


def test_a_handler_answers_the_origins_of_its_variable(response):
    assert response(BOTH, "GET", "/orders?page=1", B)[1]["access-control-allow-origin"] == B
    assert "access-control-allow-origin" not in response(BOTH, "GET", "/orders?page=1", EVIL)[1]


@cases("settings, permitted, credentials", [
    ("name: shop\n", "*", None), (f"name: shop\ncors: {{origins: ['{A}'], credentials: true}}\n", A, "true"),
    (BOTH, B, "true"), (f"name: shop\ncors: {{origins: ['{A}', '{B}']}}\n", "*", None)])
def test_errors_of_the_gateway_can_be_read_too(response, settings, permitted, credentials):
    status, headers = response(settings, "GET", "/orders", B)
    assert (status, headers["access-control-allow-origin"]) == (400, permitted)
    assert headers.get("access-control-allow-credentials") == credentials
