"""The local cloud's websites: a CloudFront distribution before a private bucket, and before a REST API."""
import gzip
import json
from types import SimpleNamespace

import pytest

from localcloud import api
from localcloud.moto import state
from localcloud.websites import response_headers, website
from tests.fixtures.websites import (
    ACCOUNT,
    ALL_VIEWER,
    DENIED,
    FILES,
    REGION,
    SECURITY,
    ask,
    distribution,
    in_bucket,
    permit,
)

pytest_plugins = ["tests.fixtures.websites"]
pytestmark = pytest.mark.usefixtures("websites_of_moto")


def test_an_object_comes_with_what_s3_knows_of_it(shop_website):
    status, headers, payload = ask(shop_website)
    stored = state.client("s3", REGION).head_object(Bucket="shop-site", Key="index.html")
    assert headers.pop("x-amz-cf-id") and headers.pop("last-modified").endswith(" GMT")
    assert (status, payload) == (200, b"<h1>home</h1>")
    assert headers == {"content-type": "text/html", "etag": stored["ETag"], "cache-control": "max-age=60",
                       "accept-ranges": "bytes", "x-cache": "Miss from cloudfront",
                       "via": "1.1 local.cloudfront.net (CloudFront)"}


def test_a_path_is_a_key(shop_website):
    assert ask(shop_website, "/b\u00fccher/a b.txt")[2] == b"text"
    assert ask(shop_website, "/index.html", method="HEAD")[0] == 200
    assert ask(shop_website, "/b\u00fccher/")[0] == 403


@pytest.mark.parametrize("change, access_control, permitted", [
    ({}, True, True),
    ({"Condition": {"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/OTHER"}}},
     True, False),
    ({"Resource": "arn:aws:s3:::shop-site/other/*"}, True, False),
    ({"Action": "s3:PutObject"}, True, False),
    ({"Effect": "Deny"}, True, False),
    ({}, False, False),
    ({"Principal": "*", "Condition": {}}, False, True),
])
def test_the_bucket_must_permit_just_this_distribution(shop_bucket, caplog, change, access_control, permitted):
    created = distribution([in_bucket(shop_bucket)], access_control=access_control)
    statement = {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
                 "Resource": "arn:aws:s3:::shop-site/*",
                 "Condition": {"StringEquals": {"AWS:SourceArn": created["ARN"]}}, **change}
    state.client("s3", REGION).put_bucket_policy(Bucket=shop_bucket, Policy=json.dumps({"Statement": statement}))
    status, headers, payload = ask(created["Id"])
    assert (status, payload) == ((200, b"<h1>home</h1>") if permitted else (403, DENIED))
    assert headers["x-cache"] == ("Miss from cloudfront" if permitted else "Error from cloudfront")
    assert (f"{created['ARN']} may not read index.html of the bucket shop-site" in caplog.text) is not permitted


def test_a_missing_object_is_forbidden_unless_the_bucket_may_be_listed(shop_bucket, shop_website):
    assert ask(shop_website, "/none.html")[::2] == (403, DENIED)
    created = distribution([in_bucket(shop_bucket)])
    permit(shop_bucket, created["ARN"], {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
                                  "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::shop-site"})
    assert ask(created["Id"], "/none.html")[::2] == (404, (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>'
        b"<Message>The specified key does not exist.</Message><Key>none.html</Key></Error>"))
    assert ask(distribution([in_bucket("no-such-bucket")])["Id"])[0] == 404


@pytest.mark.parametrize("page, code, answer", [
    ("/404.html", "404", (404, b"gone")),
    ("/index.html", "200", (200, b"<h1>home</h1>")),
    ("/none.html", "404", (403, DENIED)),
])
def test_an_error_has_its_page(shop_bucket, page, code, answer):
    created = distribution([in_bucket(shop_bucket)], CustomErrorResponses={"Quantity": 1, "Items": [
        {"ErrorCode": 403, "ResponsePagePath": page, "ResponseCode": code, "ErrorCachingMinTTL": 1}]})
    permit(shop_bucket, created["ARN"])
    assert ask(created["Id"], "/nothing")[::2] == answer


def test_only_reading_is_allowed(shop_bucket, shop_website):
    assert [ask(shop_website, method=method)[0] for method in ("POST", "PUT", "DELETE", "OPTIONS")] == [403] * 4
    assert b"not configured to allow the HTTP request method" in ask(shop_website, method="POST")[2]
    created = distribution([in_bucket(shop_bucket)], DefaultCacheBehavior={
        "AllowedMethods": {"Quantity": 3, "Items": ["GET", "HEAD", "OPTIONS"]}})
    assert b"CORS is not enabled for this bucket" in ask(created["Id"], method="OPTIONS")[2]


@pytest.mark.parametrize("headers, status", [
    ({"if_none_match": "{etag}"}, 304),
    ({"if_none_match": "W/{etag}"}, 304),
    ({"if_none_match": '"other", {etag}'}, 304),
    ({"if_none_match": '"other"'}, 200),
    ({"if_none_match": '"other"', "if_modified_since": "{date}"}, 200),
    ({"if_modified_since": "{date}"}, 304),
    ({"if_modified_since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
    ({"if_modified_since": "nonsense"}, 200),
])
def test_what_the_viewer_has_is_not_sent_again(shop_website, headers, status):
    _status, first_headers, _payload = ask(shop_website)
    headers = {name: value.replace("{etag}", first_headers["etag"]).replace("{date}", first_headers["last-modified"])
               for name, value in headers.items()}
    answer = ask(shop_website, **headers)
    assert (answer[0], answer[2]) == (status, b"" if status == 304 else b"<h1>home</h1>")
    assert answer[1]["etag"] == first_headers["etag"] and ("content-type" in answer[1]) is (status == 200)


@pytest.mark.parametrize("range_header, status, part, where", [
    ("bytes=0-3", 206, b"<h1>", "bytes 0-3/13"),
    ("bytes=8-", 206, b"</h1>", "bytes 8-12/13"),
    ("bytes=-5", 206, b"</h1>", "bytes 8-12/13"),
    ("bytes=4-99", 206, b"home</h1>", "bytes 4-12/13"),
    ("bytes=0-1,3-4", 200, b"<h1>home</h1>", None),
    ("nonsense", 200, b"<h1>home</h1>", None),
])
def test_a_part_is_sent_as_a_part(shop_website, range_header, status, part, where):
    answer = ask(shop_website, range=range_header)
    assert (answer[0], answer[2], answer[1].get("content-range")) == (status, part, where)


def test_a_part_past_the_end_is_refused(shop_website):
    status, headers, _payload = ask(shop_website, range="bytes=99-")
    assert (status, headers["content-range"]) == (416, "bytes */13")


@pytest.mark.parametrize("path, accepted, compressed", [
    ("/app.js", "gzip, br", True),
    ("/app.js", "identity", False),
    ("/index.html", "gzip", False),
    ("/photo.png", "gzip", False),
])
def test_text_of_a_thousand_bytes_is_compressed(shop_website, path, accepted, compressed):
    status, headers, payload = ask(shop_website, path, accept_encoding=accepted)
    assert status == 200 and (headers.get("content-encoding") == "gzip") is compressed
    assert (gzip.decompress(payload) if compressed else payload) == FILES[path[1:]][1]
    assert headers["etag"].startswith("W/") is compressed and ("vary" in headers) is compressed


def test_headers_policies_add_theirs(shop_bucket, caplog):
    response_headers.save("own", {
        "CustomHeadersConfig": {"Items": [{"Header": "Cache-Control", "Value": "no-store", "Override": True},
                                          {"Header": "Content-Type", "Value": "none", "Override": False}]},
        "RemoveHeadersConfig": {"Items": [{"Header": "ETag"}]},
        "SecurityHeadersConfig": {"StrictTransportSecurity": {"AccessControlMaxAgeSec": 5, "Preload": True,
                                                              "IncludeSubdomains": True, "Override": True},
                                  "FrameOptions": {"FrameOption": "DENY", "Override": True}},
        "CorsConfig": {"AccessControlAllowOrigins": {"Items": ["https://a.test"]}, "OriginOverride": True,
                       "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]}}})
    headers = {}
    for name, policy in (("managed", SECURITY), ("own", "own"), ("unknown", "nonsense")):
        created = distribution([in_bucket(shop_bucket)], DefaultCacheBehavior={"ResponseHeadersPolicyId": policy})
        permit(shop_bucket, created["ARN"])
        headers[name] = ask(created["Id"], origin="https://a.test")[1]
    assert {name: headers["managed"].get(name) for name in (
        "referrer-policy", "strict-transport-security", "x-content-type-options", "x-frame-options",
        "x-xss-protection")} == {
            "referrer-policy": "strict-origin-when-cross-origin", "strict-transport-security": "max-age=31536000",
            "x-content-type-options": "nosniff", "x-frame-options": "SAMEORIGIN",
            "x-xss-protection": "1; mode=block"}
    assert "etag" not in headers["own"] and headers["own"]["cache-control"] == "no-store"
    assert headers["own"]["content-type"] == "text/html" and headers["own"]["x-frame-options"] == "DENY"
    assert headers["own"]["strict-transport-security"] == "max-age=5; includeSubDomains; preload"
    assert headers["own"]["access-control-allow-origin"] == "https://a.test"
    assert headers["own"]["access-control-allow-methods"] == "GET, HEAD"
    assert "does not have the response headers policy nonsense" in caplog.text
    response_headers.delete("own")


def test_a_host_leads_to_its_distribution(shop_bucket):
    created = distribution([in_bucket(shop_bucket)], Aliases={"Quantity": 1, "Items": ["www.Shop.test"]})
    assert website.by_host("WWW.shop.test:4566") == website.by_host(created["DomainName"]) == created["Id"]
    assert website.by_host("shop.test") is None
    permit(shop_bucket, created["ARN"])
    assert ask(created["DomainName"].split(".")[0])[0] == 200
    assert ask("nosuchdistribution")[0] == 404


def test_a_distribution_may_stand_before_an_api(shop_bucket):
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:shop-api"
    policy = SimpleNamespace(statements=[{"Effect": "Allow", "Action": "*", "Principal": "*"}])
    calls = []

    def invoke(_function, payload, **_options):
        calls.append(json.loads(payload))
        return SimpleNamespace(error=False, payload=b'{"body": "from the api"}')

    function = SimpleNamespace(function_name="shop-api", timeout=5, policy=policy)
    api.install(SimpleNamespace(find=lambda name, region=None: function, invoke=invoke))
    client = state.client("apigateway", REGION)
    api_id = client.create_rest_api(name="shop")["id"]
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
    api.import_body(REGION, api_id, {"swagger": "2.0", "paths": {"/api/{id}": {"get": {
        "x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}}}}})
    deployment = client.create_deployment(restApiId=api_id)["id"]
    api.deployed(REGION, api_id, deployment)
    client.create_stage(restApiId=api_id, stageName="dev", deploymentId=deployment)
    origin = {"Id": "api", "DomainName": f"{api_id}.execute-api.{REGION}.amazonaws.com", "OriginPath": "/dev",
              "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}
    behaviours = [{"PathPattern": "/api/all*", "TargetOriginId": "api", "ViewerProtocolPolicy": "https-only",
                   "OriginRequestPolicyId": ALL_VIEWER},
                  {"PathPattern": "/api/*", "TargetOriginId": "api", "ViewerProtocolPolicy": "https-only"}]
    created = distribution([in_bucket(shop_bucket), origin], CacheBehaviors={"Quantity": 2, "Items": behaviours})
    permit(shop_bucket, created["ARN"])
    environ_ = {"REQUEST_METHOD": "GET", "QUERY_STRING": "a=1", "HTTP_AUTHORIZATION": "x", "HTTP_HOST": "shop.test"}
    for path in ("/api/7", "/api/all"):
        assert website.handle(created["Id"], path, environ_)[::2] == (200, b"from the api")
    assert ask(created["Id"])[2] == b"<h1>home</h1>"
    assert [(call["path"], call["queryStringParameters"], call["headers"].get("Authorization"),
             call["headers"]["Host"], call["requestContext"]["stage"]) for call in calls] == [
        ("/api/7", None, None, origin["DomainName"], "dev"),
        ("/api/all", {"a": "1"}, "x", origin["DomainName"], "dev")]
