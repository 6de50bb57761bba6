"""Requests that the local cloud refuses: those of web pages, and of other hosts; programs are let in (docs/security.md)."""
import json
import urllib.parse

import boto3
import pytest
from botocore.config import Config

from tests.fixtures.cases import cases
from tests.fixtures.cloud import REGION
from tests.fixtures.raw_requests import (
    EVIL,
    PRESIGNED,
    SIGNED,
    STACK,
    bucket_with_object,
    is_refusal,
    secret_table,
    send,
)

FORM = "application/x-www-form-urlencoded"
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
    "a script in Safari that hides it": {"User-Agent": "curl/8.5.0", "Accept-Language": "", "Accept": "text/html"},
    "an old browser": {"User-Agent": "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15"},
}


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


@cases("browser", BROWSERS)
@cases("attack", ATTACKS)
def test_no_page_calls_aws_by_any_request(local_cloud, attack, browser):
    secret_table(local_cloud)
    method, target, kind, body, more = ATTACKS[attack]
    headers = [("Content-Type", kind)] * bool(kind) + [
        (name, value) for name, value in more.items() if name != "auth"] + list(BROWSERS[browser].items())
    if "auth" in more:
        headers.append(("Authorization", SIGNED.format(more["auth"])))
    body = (body if isinstance(body, str) else urllib.parse.urlencode(body)).encode()
    assert is_refusal(send(local_cloud, method, target, body, headers))


def test_nothing_of_the_attacks_came_to_pass(local_cloud):
    assert "attack" not in str(local_cloud.client("sqs").list_queues().get("QueueUrls"))
    assert "attack" not in [stack["StackName"] for stack in local_cloud.client("cloudformation").describe_stacks()["Stacks"]]


@cases("target, requested_headers", [
    ("/", "content-type,authorization,x-amz-target"), ("/", "content-type"), ("/", ""), ("/moto-api/reset", ""),
    ("/2015-03-31/functions", "content-type,x-amz-target"), (f"/?{PRESIGNED.format('sqs')}", "content-type"),
    ("/_aws/health", "")])
def test_a_preflight_gets_no_permission(local_cloud, target, requested_headers):
    status, headers, _body = send(local_cloud, "OPTIONS", target, headers=[
        ("Origin", EVIL), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", requested_headers)])
    assert status == 403 and not [name for name in headers if name.startswith("access-control-")]


@cases("host", [
    "evil.example", "evil.example:4566", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io",
    "evil.example#localhost", "localhost@evil.example", "127.0.0.1@evil.example:4566", "evil.example/localhost",
    "amazonaws.com.evil.example", "sqs.eu-west-1.amazonaws.com.evil.example", "notamazonaws.com", "mylocalhost",
    "a1.execute-api.evil.example", "a1.execute-api.eu-west-1.amazonaws.com.evil.example", "e1.cloudfront.evil.example",
    "e1.cloudfront.net.evil.example", "192.0.2.1", "0.0.0.0", "0", "[::]", "[2001:db8::1]", "localhost,evil.example",
    "", "localhost evil.example", "evil.example.", "xn--evl-0pa.example"])
def test_a_foreign_host_name_that_resolves_to_loopback_is_refused(local_cloud, host):
    for target in ("/", "/_aws/health", "/_aws/execute-api/a1/local/x"):
        assert is_refusal(send(local_cloud, "GET", target, headers=[("Host", host)]))


@cases("target, headers", [
    ("/_aws/health", [("Host", "{host}"), ("Host", "evil.example")]),
    ("/_aws/health", [("host", "evil.example"), ("HOST", "{host}")]),
    ("http://evil.example/_aws/health", []),
    ("http://localhost/_aws/health", [("Host", "evil.example")]),
    ("http://localhost@evil.example/_aws/health", []),
])
def test_two_hosts_are_refused(local_cloud, target, headers):
    assert is_refusal(send(local_cloud, "GET", target, headers=headers))


@cases("host", ["127.0.0.1", "localhost", "LOCALHOST:4566", "localhost.", "[::1]:4566", "127.1.2.3",
                                  "sqs.eu-west-1.amazonaws.com", "bucket.s3.localhost:4566", "bucket.localhost"])
def test_names_of_this_machine_and_of_aws_are_served(local_cloud, host):
    status, _headers, body = send(local_cloud, "GET", "/_aws/health", headers=[("Host", host)])
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


def test_no_page_answers_for_a_function_whatever_headers_it_sends(local_cloud):
    local_cloud.function("doors-runtime", ASKS)
    headers = [["Origin", EVIL], ["Referer", EVIL], ["Sec-Fetch-Site", "cross-site"], ["Host", "evil.example:1234"],
               ["Host", "127.0.0.1.evil.example:1234"], ["User-Agent", "Mozilla/5.0"], ["Sec-Fetch-User", "?1"],
               ["Sec-Purpose", "prefetch"], ["Access-Control-Request-Method", "POST"]]
    assert local_cloud.invoke("doors-runtime", headers) == [403] * 9


# what programs do goes on as it did

def test_nobody_resets_moto_behind_the_clouds_back(local_cloud):
    secret_table(local_cloud)
    assert is_refusal(send(local_cloud, "POST", "/moto-api/reset"))
    assert local_cloud.client("dynamodb").scan(TableName="doors")["Count"] == 1


@pytest.mark.parametrize("style", ["path", "virtual"])
def test_boto3_reaches_buckets_by_path_and_by_host(local_cloud, style):
    name = bucket_with_object(local_cloud, f"doors-{style}")
    s3 = boto3.client("s3", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x",
                      endpoint_url=local_cloud.endpoint.replace("127.0.0.1", "localhost"),
                      config=Config(s3={"addressing_style": style}, proxies={}))
    if style == "virtual":  # resolved by hand: not every machine knows *.localhost
        assert f"//{name}.localhost:" in s3.generate_presigned_url("get_object", {"Bucket": name, "Key": "k"})
        port = urllib.parse.urlsplit(local_cloud.endpoint).port
        answer = send(local_cloud, "GET", "/k", headers=[("Host", f"{name}.localhost:{port}"),
                                                         ("Authorization", SIGNED.format("s3"))])
        assert (answer[0], answer[2]) == (200, b"content")
    else:
        assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"content"


@pytest.mark.parametrize("headers", [{}, {"User-Agent": "curl/8.5.0", "Accept": "*/*"},
                                     {"User-Agent": "aws-cli/2.17 Python/3.11", "X-Forwarded-For": "10.0.0.1"}])
def test_plain_programs_are_let_in(local_cloud, headers):
    assert send(local_cloud, "GET", "/_aws/health", headers=list(headers.items()))[0] == 200
