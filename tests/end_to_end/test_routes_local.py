"""A lambda with a router of its own serves its routes on the local cloud."""
import json
import urllib.request

import pytest

from tests.fixtures.http_responses import json_response

SHOP = '''"""Orders.

infra:
  endpoint:
    api: public
    routes:
    - GET /orders
    - {method: POST, path: /orders, schema: {type: object, required: [sku]}}
    - DELETE /orders/{id}
    - ANY /admin/{rest+}
"""
import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps([event["httpMethod"], event["resource"], event["pathParameters"]])}
'''
PAGE = '''"""A page.

infra:
  endpoint: {api: public, method: GET, path: /}
"""


def handler(event, context):
    return {"statusCode": 200, "body": '"page"'}
'''


@pytest.fixture
def answer(deploy_app, local_cloud):
    """answer("GET", "/orders") -> (status, parsed body)"""
    api_id = deploy_app("name: shop\n", {"orders": SHOP, "page": PAGE})["ApiId"]

    def ask(method, path, body=None):
        url = f"{local_cloud.endpoint}/_aws/execute-api/{api_id}/local{path}"
        request = urllib.request.Request(url, method=method, data=body and json.dumps(body).encode())
        return json_response(request)
    return ask


def test_each_route_reaches_the_lambda_and_no_other_does(answer):
    assert answer("GET", "/orders") == (200, ["GET", "/orders", None])
    assert answer("POST", "/orders", {"sku": "a"}) == (200, ["POST", "/orders", None])
    assert answer("POST", "/orders", {}) == (400, {"message": "Invalid request body"})
    assert answer("DELETE", "/orders/7") == (200, ["DELETE", "/orders/{id}", {"id": "7"}])
    assert answer("PATCH", "/admin/a/b") == (200, ["PATCH", "/admin/{rest+}", {"rest": "a/b"}])
    assert answer("GET", "/") == (200, "page")
    for method, path in (("GET", "/orders/7"), ("PUT", "/orders"), ("GET", "/admin")):
        assert answer(method, path) == (403, {"message": "Missing Authentication Token"})
