"""Who may call the routes of one app on the local cloud: anyone, AWS's own identities, users of groups, or whom an authorizer
of the app lets in."""
import json
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import manage_users
from aws import clients
from tests.fixtures.http_responses import json_response

INDEX = '''"""Answers what it knows of the request.

infra:
  endpoint: %s
"""
import json


def handler(event, context):
    caller = event["requestContext"].get(%r) or {}
    request = [event["httpMethod"], event["resource"], event["pathParameters"]]
    return {"statusCode": 200, "body": json.dumps([caller.get(name) for name in %r] or request)}
'''
ROUTES = "{api: public, routes: [GET /, GET /orders, 'DELETE /orders/{id}', 'ANY /admin/{rest+}', " \
    "{method: POST, path: /orders, schema: {type: object, required: [sku]}}]}"
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
    path = "*" if event["authorizationToken"] == "ann" else "GET/guarded"
    return {"principalId": event["authorizationToken"], "context": {"team": "red"}, "policyDocument": {
        "Version": "2012-10-17", "Statement": [
            {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{stage}/{path}"}]}}
'''
LAMBDAS = {
    "orders": INDEX % (ROUTES, "", ()),
    "page": INDEX % ("{api: public, method: GET, path: /page}", "", ()),
    "signed": INDEX % ("{api: iam, method: GET, path: /signed}", "identity", ("accessKey",)),
    "staff": INDEX % ("{api: private, groups: [admin, staff], method: GET, path: /staff}", "authorizer", ("email", "cognito:groups")),
    "guard": GUARD,
    "guarded": INDEX % ("{api: custom, authorizer: guard, routes: [GET /guarded, POST /guarded]}", "authorizer",
                        ("principalId", "team")),
}
MISSING = 403, {"message": "Missing Authentication Token"}
UNAUTHORIZED = 401, {"message": "Unauthorized"}


@pytest.fixture
def outputs(deploy_app):
    """The outputs of the deployed app."""
    return deploy_app("name: shop\nusers: {groups: [admin, staff]}\n", LAMBDAS)


@pytest.fixture
def answer(outputs, local_cloud):
    """answer("GET", "/orders", **headers) -> (status, parsed body); `sent` is a body."""
    def ask(method, path, sent=None, is_signed=False, **headers):
        request = AWSRequest(method, f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local{path}")
        if is_signed:
            SigV4Auth(Credentials("AKIDX", "secret"), "execute-api", "eu-west-1").add_auth(request)
        return json_response(urllib.request.Request(request.url, method=method, data=sent and json.dumps(sent).encode(), headers={
            **dict(request.headers), **{name.replace("_", "-"): value for name, value in headers.items()}}))
    return ask


def test_each_route_answers_who_may_call_it(outputs, answer, monkeypatch, capsys):
    each_route_reaches_its_lambda_and_no_other_does(answer)
    assert answer("GET", "/signed", is_signed=True) == (200, ["AKIDX"]) and answer("GET", "/signed") == MISSING
    whom_the_authorizer_lets_in_reaches_the_handler(answer)
    users_of_a_group_reach_the_handler_and_others_get_403(answer, outputs, monkeypatch, capsys)


def each_route_reaches_its_lambda_and_no_other_does(answer):
    assert answer("GET", "/orders") == (200, ["GET", "/orders", None])
    assert answer("POST", "/orders", {"sku": "a"}) == (200, ["POST", "/orders", None])
    assert answer("POST", "/orders", {}) == (400, {"message": "Invalid request body"})
    assert answer("DELETE", "/orders/7") == (200, ["DELETE", "/orders/{id}", {"id": "7"}])
    assert answer("PATCH", "/admin/a/b") == (200, ["PATCH", "/admin/{rest+}", {"rest": "a/b"}])
    assert answer("GET", "/") == (200, ["GET", "/", None]) and answer("GET", "/page") == (200, ["GET", "/page", None])
    for method, path in (("GET", "/orders/7"), ("PUT", "/orders"), ("GET", "/admin")):
        assert answer(method, path) == MISSING


def whom_the_authorizer_lets_in_reaches_the_handler(answer):
    assert answer("GET", "/guarded", X_Token="ann") == answer("POST", "/guarded", X_Token="ann") == (200, ["ann", "red"])
    assert answer("GET", "/guarded", X_Token="bob") == (200, ["bob", "red"])
    assert answer("POST", "/guarded", X_Token="bob") == (403, {"message": "User is not authorized to access this resource"})
    assert answer("GET", "/guarded", X_Token="eve") == answer("GET", "/guarded") == UNAUTHORIZED
    assert answer("GET", "/guarded", X_Token="broken") == (500, {"message": None})


def users_of_a_group_reach_the_handler_and_others_get_403(answer, outputs, monkeypatch, capsys):
    monkeypatch.setenv("PASSWORD", "Correct-Horse-9")

    def run(*words):
        """What make user's tool prints."""
        capsys.readouterr()
        manage_users.main(["build/app.json", *words])
        return capsys.readouterr().out.strip()
    for email in ("ann@example.com", "bob@example.com"):
        run("create", "--email", email)
    run("group", "--email", "ann@example.com", "--set", "staff")
    ann = run("token", "--email", "ann@example.com")
    assert [answer("GET", "/staff", Authorization=token) for token in (ann, f"Bearer {ann}")] == [
        (200, ["ann@example.com", "staff"])] * 2
    assert answer("GET", "/staff", Authorization=run("token", "--email", "bob@example.com"))[0] == 403
    assert answer("GET", "/staff") == answer("GET", "/staff", Authorization=ann[:-6] + "AAAAAA") == UNAUTHORIZED
    access = clients.client("cognito-idp", "local", "eu-west-1").initiate_auth(
        ClientId=outputs["UserPoolClientId"], AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": "ann@example.com", "PASSWORD": "Correct-Horse-9"})["AuthenticationResult"]["AccessToken"]
    assert answer("GET", "/staff", Authorization=access) == UNAUTHORIZED
