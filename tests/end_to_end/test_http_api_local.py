"""An HTTP API on the local cloud: its routes, who may call, CORS, the event and the response of format 2.0."""
import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

import manage_users
from tests.fixtures.lambda_texts import lambda_text

SETTINGS = """name: shop
api: {type: http, access_logs: true}
cors: {origins: ['https://a.example'], credentials: true}
users: {groups: [admin]}
"""
MAPPING = """Resources:
  Mapping:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: {DomainName: api.example.com, ApiId: !Ref HttpApi, Stage: !Ref HttpApiStage}
"""
INDEX = lambda_text("%s", "%s", "os")
LAMBDAS = {
    "orders": INDEX % ('endpoint: {api: public, routes: [GET /orders, POST /orders, "GET /orders/{id}"]}',
                       'return {"event": event, "url": os.environ["SHOP_API_URL"]}'),
    "answers": INDEX % ('endpoint: {api: public, method: POST, path: "/answers/{kind}"}', """return {
        "text": "hello", "none": None, "whole": {"statusCode": 201, "headers": {"X-A": "1"}, "cookies": ["a=1", "b=2"]},
        "bytes": {"statusCode": 200, "isBase64Encoded": True, "body": "AAH/"},
        "cors": {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://evil.example"}},
        "bad": {"statusCode": "many"}}[event["pathParameters"]["kind"]]"""),
    "me": INDEX % ("endpoint: {api: private, method: GET, path: /me}",
                   'return event["requestContext"]["authorizer"]["jwt"]["claims"]["token_use"]'),
    "admin": INDEX % ("endpoint: {api: private, groups: [admin], method: GET, path: /admin}",
                      'return event["requestContext"]["authorizer"]["lambda"]["email"]'),
    "guard": INDEX % ("authorizer: {sources: [header.X-Token, query.team]}",
                      'return {"isAuthorized": event["identitySource"][0] == "ann", "context": {"n": [1]}} '
                      'if event["identitySource"][0] != "broken" else {"principalId": "ann"}'),
    "feed": INDEX % ('endpoint: {api: custom, authorizer: guard, method: GET, path: "/feed/{rest+}"}',
                     'return event["requestContext"]["authorizer"]["lambda"]["n"]'),
    "signed": INDEX % ("endpoint: {api: iam, method: GET, path: /signed}",
                       'return event["requestContext"]["authorizer"]["iam"]["userArn"]'),
    "few": INDEX % ("endpoint: {api: public, limit: {rate: 1, burst: 2}, routes: [GET /few, ANY /any]}", 'return "x"'),
    "rest": INDEX % ("endpoint: {api: public, method: ANY, path: $default}",
                     'return [event["routeKey"], event["rawPath"]]')}


@pytest.fixture
def call(deploy_app, local_cloud):
    """call(method, path, headers, body) -> (status, {header: value}, bytes) of a request to the app's API."""
    Path("resources.yaml").write_text(MAPPING)
    outputs = deploy_app(SETTINGS, LAMBDAS)
    address = urlsplit(local_cloud.endpoint)

    def ask(method, path, headers=(), body=None):
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request(method, f"/_aws/execute-api/{outputs['ApiId']}{path}", body, dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        ask.cookies = answer.headers.get_all("Set-Cookie")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
    ask.outputs = outputs
    return ask


def parsed(answer):
    """(status, the body's JSON)"""
    return answer[0], json.loads(answer[2])


def tokens(capsys):
    """{"id": token, "access": token} of a user in no group, and "admin": that of another in the group admin."""
    for email in ("ann@example.com", "bob@example.com"):
        manage_users.main(["build/app.json", "create", "--email", email])
    manage_users.main(["build/app.json", "group", "--email", "bob@example.com", "--set", "admin"])

    def token(email):
        capsys.readouterr()
        manage_users.main(["build/app.json", "token", "--email", email])
        return capsys.readouterr().out.strip()
    return {"id": token("ann@example.com"), "admin": token("bob@example.com")}


def test_an_http_api_serves_its_routes_and_checks_who_calls(call, capsys, monkeypatch, local_cloud):
    monkeypatch.setenv("PASSWORD", "Correct-Horse-9")
    status, value = parsed(call("GET", "/orders/a%20b?x=1&x=2&y", {"Cookie": "a=1; b=2", "X-Trace": "T"}))
    event = value["event"]
    assert status == 200 and value["url"] == f"{local_cloud.endpoint}/_aws/execute-api/{call.outputs['ApiId']}"
    assert {name: event[name] for name in event.keys() - {"headers", "requestContext"}} == {
        "version": "2.0", "routeKey": "GET /orders/{id}", "rawPath": "/orders/a b", "rawQueryString": "x=1&x=2&y",
        "cookies": ["a=1", "b=2"], "queryStringParameters": {"x": "1,2", "y": ""}, "pathParameters": {"id": "a b"},
        "isBase64Encoded": False}
    assert event["headers"]["x-trace"] == "T"
    assert event["requestContext"]["http"].items() >= {"method": "GET", "path": "/orders/a b"}.items()
    assert event["requestContext"]["stage"] == "$default"
    body = parsed(call("POST", "/orders", {"Content-Type": "image/png"}, b"\x00\xff"))[1]["event"]
    assert (body["isBase64Encoded"], body["body"]) == (True, "AP8=")
    # A method that a path has not, a slash at the end, the root: all of them go to $default.
    for method, path in (("PUT", "/orders"), ("GET", "/orders/"), ("GET", "/"), ("DELETE", "/x/y")):
        assert parsed(call(method, path)) == (200, ["$default", path])

    of_user = tokens(capsys)
    assert parsed(call("GET", "/me")) == parsed(call("GET", "/me", {"Authorization": "Bearer x.y.z"})) == (
        401, {"message": "Unauthorized"})
    assert call("GET", "/me", {"Authorization": of_user["id"]})[::2] == (200, b"id")
    access = boto3.client("cognito-idp", endpoint_url=local_cloud.endpoint, region_name="eu-west-1").initiate_auth(
        ClientId=call.outputs["UserPoolClientId"], AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": "ann@example.com", "PASSWORD": "Correct-Horse-9"})["AuthenticationResult"]["AccessToken"]
    assert call("GET", "/me", {"Authorization": f"Bearer {access}"})[::2] == (200, b"access")
    assert call("GET", "/admin", {"Authorization": of_user["admin"]})[::2] == (200, b"bob@example.com")
    assert [call("GET", "/admin", headers)[0] for headers in (
        {"Authorization": of_user["id"]}, {"Authorization": "Bearer x.y.z"}, {})] == [403, 403, 401]

    assert parsed(call("GET", "/feed/a/b?team=red", {"X-Token": "ann"})) == (200, [1])
    assert [call("GET", path, {"X-Token": token})[0] for path, token in (
        ("/feed/a?team=red", "eve"), ("/feed/a", "ann"), ("/feed/a?team=red", "broken"))] == [403, 401, 500]

    assert parsed(call("GET", "/signed")) == (403, {"message": "Forbidden"})
    signed = AWSRequest("GET", "https://x.execute-api.eu-west-1.amazonaws.com/signed")
    SigV4Auth(boto3.Session(aws_access_key_id="A", aws_secret_access_key="B").get_credentials(), "execute-api",
              "eu-west-1").add_auth(signed)
    assert call("GET", "/signed", signed.headers.items())[2].endswith(b":root")

    assert call("POST", "/answers/text")[::2] == (200, b"hello")
    assert [call("POST", f"/answers/{kind}")[1]["content-type"] for kind in ("none", "whole")] == [
        "application/json", "text/plain;charset=UTF-8"]
    assert call("POST", "/answers/bytes")[2] == b"\x00\x01\xff"
    assert call("POST", "/answers/whole")[0] == 201 and call.cookies == ["a=1", "b=2"]
    assert parsed(call("POST", "/answers/bad")) == (500, {"message": "Internal Server Error"})
    assert parsed(call("POST", "/answers/unknown")) == (500, {"message": "Internal Server Error"})
    a = {"Origin": "https://a.example"}
    status, headers, _body = call("OPTIONS", "/me", {**a, "Access-Control-Request-Method": "GET"})
    assert (status, headers["access-control-allow-origin"]) == (204, "https://a.example")
    assert "Authorization" in headers["access-control-allow-headers"]
    assert call("POST", "/answers/cors", a)[1]["access-control-allow-origin"] == "https://a.example"
    assert call("GET", "/me", a)[1]["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in call("POST", "/answers/cors", {"Origin": "https://evil.example"})[1]

    address = urlsplit(local_cloud.endpoint)
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.request("GET", "/orders/7", headers={"Host": "api.example.com"})
    event = json.loads(connection.getresponse().read())["event"]
    connection.close()
    assert (event["rawPath"], event["requestContext"]["domainName"]) == ("/orders/7", "api.example.com")

    refused = next(answer for answer in (call("GET", "/few") for _ in range(10_000)) if answer[0] != 200)
    assert parsed(refused) == (429, {"message": "Too Many Requests"})
    status, headers, _body = call("GET", "/any")
    logs = local_cloud.client("logs")
    group, = [entry["logGroupName"] for entry in logs.describe_log_groups()["logGroups"] if "ApiAccessLogs" in entry["logGroupName"]]
    lines = [json.loads(entry["message"]) for entry in logs.filter_log_events(logGroupName=group)["events"]]
    assert [(line["method"], line["route"], line["path"], line["status"], line["error"]) for line in lines[-2:]] == [
        ("GET", "GET /few", "/few", "429", "THROTTLED"), ("GET", "ANY /any", "/any", "200", "-")]
    assert status == 200 and lines[-1]["requestId"] == headers["apigw-requestid"]
    assert {line["user"] for line in lines if line["path"] == "/me"} > {"-"}
