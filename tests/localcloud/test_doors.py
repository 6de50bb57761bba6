"""Who reaches the local cloud: programs reach all of it, web pages only the app's own doors (docs/security.md)."""
import http.client
import json
import socket
import urllib.parse

import boto3
import pytest
from botocore.config import Config

from tests.fixtures import rest_apis
from tests.fixtures.cloud import REGION

EVIL = "http://evil.example"
FORM = "application/x-www-form-urlencoded"
STACK = {"Action": "CreateStack", "StackName": "attack", "TemplateBody": json.dumps({"Resources": {
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "attack"}}}})}
PRESIGNED = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00&X-Amz-Credential=x/20260101/eu-west-1/{}/aws4_request"
SIGNED = "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=00"
# What browsers send from another site's page, with a script, a form, an image or a link; from a page of our own; and
# from a page that hides where it is. One header alone must do: not every browser sends all of them.
BROWSERS = {
    "a foreign origin": {"Origin": EVIL},
    "an opaque origin": {"Origin": "null"},
    "our own origin": {"Origin": "http://{host}"},
    "another port of this machine": {"Origin": "http://localhost:3000"},
    "a cross-site image": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    "a cross-site link": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    "another port's script": {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
    "our own website's script": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    "a typed address, or its redirect": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    "a referer": {"Referer": f"{EVIL}/page"},
    "our own referer": {"Referer": "http://{host}/_aws/cloudfront/E1/"},
    "an old browser": {"User-Agent": "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15"},
}


def sent(local_cloud, method, target, body=b"", headers=()):
    """(status, headers in small letters, body) of one request; headers: pairs, which may repeat or be no Host."""
    place = urllib.parse.urlsplit(local_cloud.endpoint)
    headers = [(name, value.replace("{host}", place.netloc)) for name, value in headers]
    if not any(name.lower() == "host" for name, _value in headers):
        headers.insert(0, ("Host", place.netloc))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers),
             f"Content-Length: {len(body)}", "Connection: close"]
    with socket.create_connection((place.hostname, place.port)) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        answer = http.client.HTTPResponse(connection, method=method)
        answer.begin()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def refused(answer):
    """Whether an answer is the doors' refusal, gives no permission, and says what to read."""
    status, headers, body = answer
    return status == 403 and "access-control-allow-origin" not in headers and \
        headers["content-type"].startswith("text/plain") and b"refuses this request" in body and b"docs/security.md" in body


def table(local_cloud):
    """The name of a table with a secret in it."""
    dynamodb = local_cloud.client("dynamodb")
    if "doors" not in dynamodb.list_tables()["TableNames"]:
        dynamodb.create_table(TableName="doors", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                              AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                              BillingMode="PAY_PER_REQUEST")
        dynamodb.put_item(TableName="doors", Item={"pk": {"S": "secret"}})
    return "doors"


def bucket(local_cloud, name, **rule):
    """The name of a bucket with one CORS rule, or none."""
    s3 = local_cloud.client("s3")
    if name not in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if rule:
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})
    s3.put_object(Bucket=name, Key="k", Body=b"content")
    return name


ATTACKS = {
    "a stack, in plain text": ("POST", "/", FORM, STACK, {"Content-Type": "text/plain", "auth": "cloudformation"}),
    "a stack, signed in the query": ("POST", f"/?{PRESIGNED.format('cloudformation')}", FORM, STACK, {}),
    "a stack, by GET": ("GET", f"/?{urllib.parse.urlencode(STACK)}&{PRESIGNED.format('cloudformation')}", "", {}, {}),
    "a stack, said to be for S3 too": (
        "POST", f"/?{PRESIGNED.format('s3')}", FORM, STACK, {"auth": "cloudformation"}),
    "a stack, by moto's own path": (
        "GET", f"/cloudformation_eu-west-1/?{urllib.parse.urlencode(STACK)}&{PRESIGNED.format('s3')}", "", {}, {}),
    "a queue, by GET": ("GET", f"/?Action=CreateQueue&QueueName=attack&{PRESIGNED.format('sqs')}", "", {}, {}),
    "a function": ("POST", f"/2015-03-31/functions?{PRESIGNED.format('lambda')}", "text/plain", {}, {}),
    "an invocation": ("POST", "/2015-03-31/functions/hello/invocations", "text/plain", {}, {}),
    "a role": ("POST", f"/?Action=CreateRole&RoleName=attack&{PRESIGNED.format('iam')}", "text/plain", {}, {}),
    "a token of another service": ("POST", "/", FORM, {"Action": "AssumeRoleWithWebIdentity"}, {}),
    "reading a table": ("POST", "/", "application/x-amz-json-1.0", json.dumps({"TableName": "doors"}),
                        {"X-Amz-Target": "DynamoDB_20120810.Scan", "auth": "dynamodb"}),
    "an administrator's operation": ("POST", "/", "application/x-amz-json-1.1", "{}", {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools"}),
    "a public operation's name, signed for another service": ("POST", "/", "application/x-amz-json-1.1", "{}", {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth", "auth": "dynamodb"}),
    "the state, emptied": ("POST", "/moto-api/reset", "text/plain", {}, {}),
    "the state, read": ("GET", "/moto-api/data.json", "", {}, {}),
    "moto's instance metadata": ("GET", "/latest/meta-data/iam/security-credentials/", "", {}, {}),
    "the list of buckets": ("GET", "/?max-buckets=9", "", {}, {"auth": "s3"}),
    "an object, not presigned": ("GET", "/doors-bucket/k", "", {}, {}),
    "objects deleted, without a preflight": (
        "POST", f"/doors-bucket?delete&{PRESIGNED.format('s3')}", "text/plain", {}, {}),
    "a path of ours that is none": ("GET", "/_aws/helth", "", {}, {}),
}


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_page_calls_aws_however_it_asks(local_cloud, attack, browser):
    table(local_cloud)
    method, target, kind, body, more = ATTACKS[attack]
    headers = [("Content-Type", kind)] * bool(kind) + [
        (name, value) for name, value in more.items() if name != "auth"] + list(BROWSERS[browser].items())
    if "auth" in more:
        headers.append(("Authorization", SIGNED.format(more["auth"])))
    body = (body if isinstance(body, str) else urllib.parse.urlencode(body)).encode()
    assert refused(sent(local_cloud, method, target, body, headers))


def test_nothing_of_the_attacks_came_to_pass(local_cloud):
    assert "attack" not in str(local_cloud.client("sqs").list_queues().get("QueueUrls"))
    assert "attack" not in [stack["StackName"] for stack in local_cloud.client("cloudformation").describe_stacks()["Stacks"]]


@pytest.mark.parametrize("target, asked", [
    ("/", "content-type,authorization,x-amz-target"), ("/", "content-type"), ("/", ""), ("/moto-api/reset", ""),
    ("/2015-03-31/functions", "content-type,x-amz-target"), (f"/?{PRESIGNED.format('sqs')}", "content-type"),
    ("/_aws/health", "")])
def test_a_preflight_gets_no_permission(local_cloud, target, asked):
    status, headers, _body = sent(local_cloud, "OPTIONS", target, headers=[
        ("Origin", EVIL), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", asked)])
    assert status == 403 and not [name for name in headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:4566", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io",
    "evil.example#localhost", "localhost@evil.example", "127.0.0.1@evil.example:4566", "evil.example/localhost",
    "amazonaws.com.evil.example", "sqs.eu-west-1.amazonaws.com.evil.example", "notamazonaws.com", "mylocalhost",
    "a1.execute-api.evil.example", "a1.execute-api.eu-west-1.amazonaws.com.evil.example", "e1.cloudfront.evil.example",
    "e1.cloudfront.net.evil.example", "192.0.2.1", "0.0.0.0", "0", "[::]", "[2001:db8::1]", "localhost,evil.example",
    "", "localhost evil.example", "evil.example.", "xn--evl-0pa.example"])
def test_another_sites_name_that_leads_here_is_refused(local_cloud, host):
    for target in ("/", "/_aws/health", "/_aws/execute-api/a1/local/x"):
        assert refused(sent(local_cloud, "GET", target, headers=[("Host", host)]))


@pytest.mark.parametrize("target, headers", [
    ("/_aws/health", [("Host", "{host}"), ("Host", "evil.example")]),
    ("/_aws/health", [("host", "evil.example"), ("HOST", "{host}")]),
    ("http://evil.example/_aws/health", []),
    ("http://localhost/_aws/health", [("Host", "evil.example")]),
    ("http://localhost@evil.example/_aws/health", []),
])
def test_two_hosts_are_refused(local_cloud, target, headers):
    assert refused(sent(local_cloud, "GET", target, headers=headers))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:4566", "localhost.", "[::1]:4566", "127.1.2.3",
                                  "sqs.eu-west-1.amazonaws.com", "bucket.s3.localhost:4566", "bucket.localhost"])
def test_names_of_this_machine_and_of_aws_are_served(local_cloud, host):
    status, _headers, body = sent(local_cloud, "GET", "/_aws/health", headers=[("Host", host)])
    assert status == 200 and json.loads(body)["pid"] == local_cloud.pid


ASKS = """
import http.client, os
def handler(event, context):
    statuses = []
    for name, value in event:
        connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        connection.putrequest("POST", f"/2018-06-01/runtime/invocation/{context.aws_request_id}/response", name == "Host")
        for each, content in ((name, value), ("Content-Length", "7")):
            connection.putheader(each, content)
        connection.endheaders(b'"wrong"')
        statuses.append(connection.getresponse().status)
    return statuses
"""


def test_no_page_answers_for_a_function(local_cloud):
    local_cloud.function("doors-runtime", ASKS)
    headers = [["Origin", EVIL], ["Referer", EVIL], ["Sec-Fetch-Site", "cross-site"], ["Host", "evil.example:1234"],
               ["Host", "127.0.0.1.evil.example:1234"]]
    assert local_cloud.invoke("doors-runtime", headers) == [403] * 5


# what programs do goes on as it did

def test_nobody_resets_moto_behind_the_clouds_back(local_cloud):
    table(local_cloud)
    assert refused(sent(local_cloud, "POST", "/moto-api/reset"))
    assert local_cloud.client("dynamodb").scan(TableName="doors")["Count"] == 1


@pytest.mark.parametrize("style", ["path", "virtual"])
def test_boto3_reaches_buckets_by_path_and_by_host(local_cloud, style):
    name = bucket(local_cloud, f"doors-{style}")
    s3 = boto3.client("s3", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x",
                      endpoint_url=local_cloud.endpoint.replace("127.0.0.1", "localhost"),
                      config=Config(s3={"addressing_style": style}, proxies={}))
    if style == "virtual":  # resolved by hand: not every machine knows *.localhost
        assert f"//{name}.localhost:" in s3.generate_presigned_url("get_object", {"Bucket": name, "Key": "k"})
        port = urllib.parse.urlsplit(local_cloud.endpoint).port
        answer = sent(local_cloud, "GET", "/k", headers=[("Host", f"{name}.localhost:{port}"),
                                                         ("Authorization", SIGNED.format("s3"))])
        assert (answer[0], answer[2]) == (200, b"content")
    else:
        assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"content"


@pytest.mark.parametrize("headers", [{}, {"User-Agent": "curl/8.5.0", "Accept": "*/*"},
                                     {"User-Agent": "aws-cli/2.17 Python/3.11", "X-Forwarded-For": "10.0.0.1"}])
def test_plain_programs_are_let_in(local_cloud, headers):
    assert sent(local_cloud, "GET", "/_aws/health", headers=list(headers.items()))[0] == 200


# the doors that are open

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
        status, headers, body = sent(local_cloud, "GET", target, headers=[("Host", host), *foreign.items()])
        assert (status, body, headers["access-control-allow-origin"]) == (200, b"open", "https://a.example")


RULE = {"AllowedOrigins": ["https://*.app.example"], "AllowedMethods": ["GET", "PUT", "POST"],
        "AllowedHeaders": ["content-*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}
APP = "https://www.app.example"


def presigned(local_cloud, method, name, key="k"):
    """The path and query of a presigned URL."""
    url = urllib.parse.urlsplit(local_cloud.client("s3").generate_presigned_url(method, {"Bucket": name, "Key": key}))
    return f"{url.path}?{url.query}"


def test_a_presigned_url_takes_a_pages_upload_where_the_buckets_rules_do(local_cloud):
    name = bucket(local_cloud, "doors-cors", **RULE)
    target = presigned(local_cloud, "put_object", name, "up")
    asked = [("Origin", APP), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "Content-Type")]
    status, headers, _body = sent(local_cloud, "OPTIONS", target, headers=asked)
    assert status == 200 and headers["access-control-allow-origin"] == APP
    assert headers["access-control-allow-headers"] == "content-type" and headers["access-control-max-age"] == "60"
    status, headers, _body = sent(local_cloud, "PUT", target, b"up", [
        ("Origin", APP), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site"), ("Content-Type", "text/plain")])
    assert (status, headers["access-control-allow-origin"], headers["access-control-expose-headers"]) == (200, APP, "ETag")
    assert local_cloud.client("s3").get_object(Bucket=name, Key="up")["Body"].read() == b"up"


@pytest.mark.parametrize("asked", [
    {"Origin": EVIL, "Access-Control-Request-Method": "PUT"},
    {"Origin": "null", "Access-Control-Request-Method": "PUT"},
    {"Origin": f"{APP}.evil.example", "Access-Control-Request-Method": "PUT"},
    {"Origin": APP, "Access-Control-Request-Method": "DELETE"},
    {"Origin": APP, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-amz-acl"},
])
def test_what_no_rule_of_the_bucket_allows_gets_no_permission(local_cloud, asked):
    name = bucket(local_cloud, "doors-cors", **RULE)
    status, headers, body = sent(local_cloud, "OPTIONS", presigned(local_cloud, "put_object", name, "no"),
                                 headers=list(asked.items()))
    assert (status, b"CORSResponse: This CORS request is not allowed" in body) == (403, True)
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method, target, headers", [
    ("PUT", "/{}/no?{}", {"Origin": EVIL}),
    ("PUT", "/{}/no?{}", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}),  # our own website's script
    ("GET", "/{}/k?{}", {"Origin": EVIL, "Sec-Fetch-Mode": "cors"}),
    ("DELETE", "/{}/k?{}", {"Origin": APP}),
    ("PUT", "/{}/no?{}", {"Referer": EVIL}),
])
def test_a_presigned_url_is_no_way_round_the_buckets_rules(local_cloud, method, target, headers):
    name = bucket(local_cloud, "doors-cors", **RULE)
    status, answered, body = sent(local_cloud, method, target.format(name, PRESIGNED.format("s3")), b"", list(headers.items()))
    assert (status, b"CORSResponse" in body) == (403, True) and "access-control-allow-origin" not in answered
    keys = [each["Key"] for each in local_cloud.client("s3").list_objects_v2(Bucket=name)["Contents"]]
    assert "k" in keys and "no" not in keys


def test_a_presigned_link_and_image_need_no_rule(local_cloud):
    name = bucket(local_cloud, "doors-no-cors")
    for mode in ("navigate", "no-cors"):
        assert sent(local_cloud, "GET", presigned(local_cloud, "get_object", name), headers=[
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Referer", EVIL)])[::2] == (200, b"content")


@pytest.mark.parametrize("origin, status", [(APP, 204), (EVIL, 403)])
def test_a_form_with_a_signed_policy_is_taken_where_the_buckets_rules_allow_it(local_cloud, origin, status):
    name = bucket(local_cloud, "doors-form", **RULE)
    fields = local_cloud.client("s3").generate_presigned_post(name, f"form-{status}")["fields"]
    parts = [f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\ndata\r\n--b--\r\n')
    assert sent(local_cloud, "POST", f"/{name}", "".join(parts).encode(), [
        ("Content-Type", "multipart/form-data; boundary=b"), ("Origin", origin)])[0] == status
    keys = [each["Key"] for each in local_cloud.client("s3").list_objects_v2(Bucket=name)["Contents"]]
    assert (f"form-{status}" in keys) == (status == 204)


def test_signing_in_is_open_to_pages_and_administration_is_not(local_cloud):
    cognito = local_cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="doors")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="page", ExplicitAuthFlows=[
        "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    preflight = [("Origin", EVIL), ("Access-Control-Request-Method", "POST"),
                 ("Access-Control-Request-Headers", "content-type,x-amz-target")]
    status, headers, _body = sent(local_cloud, "OPTIONS", "/", headers=preflight)
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    body = {"ClientId": client, "Username": "ann", "Password": "Correct-Horse-9"}
    status, headers, _body = sent(local_cloud, "POST", "/", json.dumps(body).encode(), [
        ("Origin", EVIL), ("Sec-Fetch-Site", "cross-site"), ("Content-Type", "application/x-amz-json-1.1"),
        ("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")])
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert [user["Username"] for user in cognito.list_users(UserPoolId=pool)["Users"]] == ["ann"]
    status, headers, keys = sent(local_cloud, "GET", f"/{pool}/.well-known/jwks.json", headers=[("Origin", EVIL)])
    assert (status, headers["access-control-allow-origin"]) == (200, "*") and json.loads(keys)["keys"]


@pytest.mark.parametrize("headers, status", [
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Referer": "http://{host}/"}, 200),
    ({"User-Agent": "Mozilla/5.0"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
    ({"Origin": EVIL}, 403),
])
def test_a_person_may_open_what_a_script_may_not_read(local_cloud, headers, status):
    assert sent(local_cloud, "GET", "/_aws/health", headers=list(headers.items()))[0] == status
