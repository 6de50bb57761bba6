"""An authorizer of the app decides on the local cloud who may call."""
import urllib.request

import pytest

from tests.fixtures.http_responses import json_response

GUARD = '''"""Decides.

infra:
  authorizer: {header: X-Token, ttl: 300}
"""


def handler(event, context):
    if event["authorizationToken"] == "broken":
        return {"isAuthorized": True}
    if event["authorizationToken"] not in ("ann", "bob"):
        raise Exception("Unauthorized")
    stage = "/".join(event["methodArn"].split("/")[:2])
    path = "*" if event["authorizationToken"] == "ann" else "GET/orders"
    return {"principalId": event["authorizationToken"], "context": {"team": "red"}, "policyDocument": {
        "Version": "2012-10-17", "Statement": [
            {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{stage}/{path}"}]}}
'''
SHOP = '''"""Orders.

infra:
  endpoint: {api: custom, authorizer: guard, routes: [GET /orders, POST /orders]}
"""
import json


def handler(event, context):
    caller = event["requestContext"]["authorizer"]
    return {"statusCode": 200, "body": json.dumps([caller["principalId"], caller["team"]])}
'''


@pytest.fixture
def answer(deploy_app, local_cloud):
    """answer("GET", "ann") -> (status, parsed body) of a request to /orders"""
    api_id = deploy_app("name: shop\n", {"guard": GUARD, "orders": SHOP})["ApiId"]

    def ask(method, token):
        url = f"{local_cloud.endpoint}/_aws/execute-api/{api_id}/local/orders"
        request = urllib.request.Request(url, method=method, headers={"X-Token": token} if token else {})
        return json_response(request)
    return ask


def test_whom_the_authorizer_lets_in_reaches_the_handler(answer):
    assert answer("GET", "ann") == answer("POST", "ann") == (200, ["ann", "red"])
    assert answer("GET", "bob") == (200, ["bob", "red"])
    assert answer("POST", "bob") == (403, {"message": "User is not authorized to access this resource"})
    assert answer("GET", "eve") == answer("GET", None) == (401, {"message": "Unauthorized"})
    assert answer("GET", "broken") == (500, {"message": None})
