"""Requests of web pages that the local cloud lets in: the app's API, presigned URLs, sign-in, and its own pages."""
import json

import pytest

from tests.fixtures import rest_apis
from tests.fixtures.cases import cases
from tests.fixtures.cloud import REGION
from tests.fixtures.raw_requests import EVIL, PRESIGNED, bucket_with_object, presigned_target, send


def test_an_api_answers_pages_of_any_origin_by_its_own_cors(local_cloud):
    arn = local_cloud.function("doors-api", "def handler(event, context):\n    return {'statusCode': 200, 'body': 'open',"
                                            " 'headers': {'Access-Control-Allow-Origin': 'https://a.example'}}\n")
    definition = rest_apis.body_of({"/hello": {"get": rest_apis.proxied(arn)}})
    gateway = local_cloud.client("apigateway")
    api = gateway.import_rest_api(body=json.dumps(definition))["id"]
    gateway.create_deployment(restApiId=api, stageName="dev")
    local_cloud.client("lambda").add_permission(FunctionName="doors-api", StatementId="api", Action="lambda:InvokeFunction",
                                                Principal="apigateway.amazonaws.com")
    foreign = {"Origin": EVIL, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Referer": f"{EVIL}/"}
    for target, host in ((f"/_aws/execute-api/{api}/dev/hello", "{host}"),
                         ("/dev/hello", f"{api}.execute-api.{REGION}.amazonaws.com"),
                         ("/dev/hello", f"{api.upper()}.execute-api.localhost:4566")):
        status, headers, body = send(local_cloud, "GET", target, headers=[("Host", host), *foreign.items()])
        assert (status, body, headers["access-control-allow-origin"]) == (200, b"open", "https://a.example")


RULE = {"AllowedOrigins": ["https://*.app.example"], "AllowedMethods": ["GET", "PUT", "POST"],
        "AllowedHeaders": ["content-*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}
APP = "https://www.app.example"


def test_a_presigned_url_takes_a_pages_upload_where_the_buckets_rules_do(local_cloud):
    name = bucket_with_object(local_cloud, "doors-cors", **RULE)
    target = presigned_target(local_cloud, "put_object", name, "up", ContentType="text/plain")
    preflight = [("Origin", APP), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "Content-Type")]
    status, headers, _body = send(local_cloud, "OPTIONS", target, headers=preflight)
    assert status == 200 and headers["access-control-allow-origin"] == APP
    assert headers["access-control-allow-headers"] == "content-type" and headers["access-control-max-age"] == "60"
    status, headers, _body = send(local_cloud, "PUT", target, b"up", [
        ("Origin", APP), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site"), ("Content-Type", "text/plain")])
    assert (status, headers["access-control-allow-origin"], headers["access-control-expose-headers"]) == (200, APP, "ETag")
    assert local_cloud.client("s3").get_object(Bucket=name, Key="up")["Body"].read() == b"up"


@cases("preflight", [
    {"Origin": EVIL, "Access-Control-Request-Method": "PUT"},
    {"Origin": "null", "Access-Control-Request-Method": "PUT"},
    {"Origin": f"{APP}.evil.example", "Access-Control-Request-Method": "PUT"},
    {"Origin": APP, "Access-Control-Request-Method": "DELETE"},
    {"Origin": APP, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-amz-acl"},
])
def test_what_no_rule_of_the_bucket_allows_gets_no_permission(local_cloud, preflight):
    name = bucket_with_object(local_cloud, "doors-cors", **RULE)
    status, headers, body = send(local_cloud, "OPTIONS", presigned_target(local_cloud, "put_object", name, "no"),
                                 headers=list(preflight.items()))
    assert (status, b"CORSResponse: This CORS request is not allowed" in body) == (403, True)
    assert "access-control-allow-origin" not in headers


@cases("method, target, headers", [
    ("PUT", "/{}/no?{}", {"Origin": EVIL}),
    ("PUT", "/{}/no?{}", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}),  # our own website's script
    ("GET", "/{}/k?{}", {"Origin": EVIL, "Sec-Fetch-Mode": "cors"}),
    ("DELETE", "/{}/k?{}", {"Origin": APP}),
    ("PUT", "/{}/no?{}", {"Referer": EVIL}),
])
def test_a_presigned_url_obeys_the_buckets_cors_rules(local_cloud, method, target, headers):
    name = bucket_with_object(local_cloud, "doors-cors", **RULE)
    status, answered, body = send(local_cloud, method, target.format(name, PRESIGNED.format("s3")), b"", list(headers.items()))
    assert (status, b"CORSResponse" in body) == (403, True) and "access-control-allow-origin" not in answered
    keys = [stored["Key"] for stored in local_cloud.client("s3").list_objects_v2(Bucket=name)["Contents"]]
    assert "k" in keys and "no" not in keys


def test_a_presigned_link_and_image_need_no_rule(local_cloud):
    name = bucket_with_object(local_cloud, "doors-no-cors")
    for mode in ("navigate", "no-cors"):
        assert send(local_cloud, "GET", presigned_target(local_cloud, "get_object", name), headers=[
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Referer", EVIL)])[::2] == (200, b"content")


@pytest.mark.parametrize("origin, status", [(APP, 204), (EVIL, 403)])
def test_a_form_with_a_signed_policy_is_taken_where_the_buckets_rules_allow_it(local_cloud, origin, status):
    name = bucket_with_object(local_cloud, "doors-form", **RULE)
    fields = local_cloud.client("s3").generate_presigned_post(name, f"form-{status}")["fields"]
    parts = [f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\ndata\r\n--b--\r\n')
    assert send(local_cloud, "POST", f"/{name}", "".join(parts).encode(), [
        ("Content-Type", "multipart/form-data; boundary=b"), ("Origin", origin)])[0] == status
    keys = [stored["Key"] for stored in local_cloud.client("s3").list_objects_v2(Bucket=name)["Contents"]]
    assert (f"form-{status}" in keys) == (status == 204)


def test_signing_in_is_open_to_pages_and_administration_is_not(local_cloud):
    cognito = local_cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="doors")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="page", ExplicitAuthFlows=[
        "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    preflight = [("Origin", EVIL), ("Access-Control-Request-Method", "POST"),
                 ("Access-Control-Request-Headers", "content-type,x-amz-target")]
    status, headers, _body = send(local_cloud, "OPTIONS", "/", headers=preflight)
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    body = {"ClientId": client, "Username": "ann", "Password": "Correct-Horse-9"}
    status, headers, _body = send(local_cloud, "POST", "/", json.dumps(body).encode(), [
        ("Origin", EVIL), ("Sec-Fetch-Site", "cross-site"), ("Content-Type", "application/x-amz-json-1.1"),
        ("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")])
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert [user["Username"] for user in cognito.list_users(UserPoolId=pool)["Users"]] == ["ann"]
    status, headers, keys = send(local_cloud, "GET", f"/{pool}/.well-known/jwks.json", headers=[("Origin", EVIL)])
    assert (status, headers["access-control-allow-origin"]) == (200, "*") and json.loads(keys)["keys"]


@cases("headers, status", [
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Referer": "http://{host}/"}, 200),
    ({"User-Agent": "Mozilla/5.0"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
    ({"Origin": EVIL}, 403),
])
def test_a_person_may_open_what_a_script_may_not_read(local_cloud, headers, status):
    assert send(local_cloud, "GET", "/_aws/health", headers=list(headers.items()))[0] == status
