"""The local cloud's websites: a CloudFront distribution before a private bucket, and before a REST API."""
import gzip
import json
from types import SimpleNamespace

import pytest

from localcloud import api
from localcloud.moto import state
from localcloud.websites import response_headers, website

REGION, ACCOUNT = "eu-west-1", "123456789012"
SECURITY = "67f7725c-6f97-4210-82d7-5512b31e9d03"
ALL_VIEWER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
FILES = {"index.html": ("text/html", b"<h1>home</h1>"), "404.html": ("text/html", b"gone"),
         "app.js": ("application/javascript", b"let x;" * 500), "photo.png": ("image/png", b"\x89PNG" * 500),
         "b\u00fccher/a b.txt": ("text/plain", b"text")}
DENIED = (b'<?xml version="1.0" encoding="UTF-8"?>\n'
          b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")


@pytest.fixture(scope="module", autouse=True)
def moto():
    """moto's state for this module, with what it forgets of an origin."""
    state.start()
    website.install()
    website.install()


@pytest.fixture(scope="module")
def bucket():
    """The name of a private bucket with FILES."""
    client = state.client("s3", REGION)
    client.create_bucket(Bucket="shop-site", CreateBucketConfiguration={"LocationConstraint": REGION})
    for key, (kind, body) in FILES.items():
        client.put_object(Bucket="shop-site", Key=key, Body=body, ContentType=kind, CacheControl="max-age=60")
    return "shop-site"


def distribution(origins, access_control=True, **more):
    """moto's record of a new distribution; the first origin is the default one."""
    client = state.client("cloudfront", "us-east-1")
    control = client.create_origin_access_control(OriginAccessControlConfig={
        "Name": "shop", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3"})["OriginAccessControl"]["Id"]
    for origin in origins if access_control else []:
        if "S3OriginConfig" in origin:
            origin["OriginAccessControlId"] = control
    behaviour = {"TargetOriginId": origins[0]["Id"], "ViewerProtocolPolicy": "redirect-to-https",
                 "Compress": True, "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}
    return client.create_distribution(DistributionConfig={
        "CallerReference": control, "Comment": "", "Enabled": True, "DefaultRootObject": "index.html",
        "Origins": {"Quantity": len(origins), "Items": origins},
        **more, "DefaultCacheBehavior": {**behaviour, **more.get("DefaultCacheBehavior", {})}})["Distribution"]


def in_bucket(name):
    """An origin that is a bucket."""
    return {"Id": "files", "DomainName": f"{name}.s3.{REGION}.amazonaws.com",
            "S3OriginConfig": {"OriginAccessIdentity": ""}}


def permit(bucket, arn, *more):
    """Gives the bucket the policy that lets a distribution read it."""
    state.client("s3", REGION).put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
         "Resource": f"arn:aws:s3:::{bucket}/*", "Condition": {"StringEquals": {"AWS:SourceArn": arn}}}, *more]}))


@pytest.fixture
def site(bucket):
    """The id of a distribution that may read the bucket."""
    found = distribution([in_bucket(bucket)])
    permit(bucket, found["ARN"])
    return found["Id"]


def ask(site, path="/", method="GET", **headers):
    """(status, headers as a dict of small letters, bytes) of a request."""
    environ = {"REQUEST_METHOD": method, **{f"HTTP_{name.upper()}": value for name, value in headers.items()}}
    status, found, payload = website.handle(site, path.encode().decode("latin-1"), environ)
    return status, {name.lower(): value for name, value in found}, payload


def test_an_object_comes_with_what_s3_knows_of_it(site):
    status, headers, payload = ask(site)
    kept = state.client("s3", REGION).head_object(Bucket="shop-site", Key="index.html")
    assert headers.pop("x-amz-cf-id") and headers.pop("last-modified").endswith(" GMT")
    assert (status, payload) == (200, b"<h1>home</h1>")
    assert headers == {"content-type": "text/html", "etag": kept["ETag"], "cache-control": "max-age=60",
                       "accept-ranges": "bytes", "x-cache": "Miss from cloudfront",
                       "via": "1.1 local.cloudfront.net (CloudFront)"}


def test_a_path_is_a_key(site):
    assert ask(site, "/b\u00fccher/a b.txt")[2] == b"text"
    assert ask(site, "/index.html", method="HEAD")[0] == 200
    assert ask(site, "/b\u00fccher/")[0] == 403


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
def test_the_bucket_must_permit_just_this_distribution(bucket, caplog, change, access_control, permitted):
    found = distribution([in_bucket(bucket)], access_control=access_control)
    statement = {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
                 "Resource": "arn:aws:s3:::shop-site/*",
                 "Condition": {"StringEquals": {"AWS:SourceArn": found["ARN"]}}, **change}
    state.client("s3", REGION).put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Statement": statement}))
    status, headers, payload = ask(found["Id"])
    assert (status, payload) == ((200, b"<h1>home</h1>") if permitted else (403, DENIED))
    assert headers["x-cache"] == ("Miss from cloudfront" if permitted else "Error from cloudfront")
    assert (f"{found['ARN']} may not read index.html of the bucket shop-site" in caplog.text) is not permitted


def test_a_missing_object_is_forbidden_unless_the_bucket_may_be_listed(bucket, site):
    assert ask(site, "/none.html")[::2] == (403, DENIED)
    found = distribution([in_bucket(bucket)])
    permit(bucket, found["ARN"], {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
                                  "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::shop-site"})
    assert ask(found["Id"], "/none.html")[::2] == (404, (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>'
        b"<Message>The specified key does not exist.</Message><Key>none.html</Key></Error>"))
    assert ask(distribution([in_bucket("no-such-bucket")])["Id"])[0] == 404


@pytest.mark.parametrize("page, code, answer", [
    ("/404.html", "404", (404, b"gone")),
    ("/index.html", "200", (200, b"<h1>home</h1>")),
    ("/none.html", "404", (403, DENIED)),
])
def test_an_error_has_its_page(bucket, page, code, answer):
    found = distribution([in_bucket(bucket)], CustomErrorResponses={"Quantity": 1, "Items": [
        {"ErrorCode": 403, "ResponsePagePath": page, "ResponseCode": code, "ErrorCachingMinTTL": 1}]})
    permit(bucket, found["ARN"])
    assert ask(found["Id"], "/nothing")[::2] == answer


def test_only_reading_is_allowed(bucket, site):
    assert [ask(site, method=method)[0] for method in ("POST", "PUT", "DELETE", "OPTIONS")] == [403] * 4
    assert b"not configured to allow the HTTP request method" in ask(site, method="POST")[2]
    found = distribution([in_bucket(bucket)], DefaultCacheBehavior={
        "AllowedMethods": {"Quantity": 3, "Items": ["GET", "HEAD", "OPTIONS"]}})
    assert b"CORS is not enabled for this bucket" in ask(found["Id"], method="OPTIONS")[2]


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
def test_what_the_viewer_has_is_not_sent_again(site, headers, status):
    _status, known, _payload = ask(site)
    headers = {name: value.replace("{etag}", known["etag"]).replace("{date}", known["last-modified"])
               for name, value in headers.items()}
    found = ask(site, **headers)
    assert (found[0], found[2]) == (status, b"" if status == 304 else b"<h1>home</h1>")
    assert found[1]["etag"] == known["etag"] and ("content-type" in found[1]) is (status == 200)


@pytest.mark.parametrize("said, status, part, where", [
    ("bytes=0-3", 206, b"<h1>", "bytes 0-3/13"),
    ("bytes=8-", 206, b"</h1>", "bytes 8-12/13"),
    ("bytes=-5", 206, b"</h1>", "bytes 8-12/13"),
    ("bytes=4-99", 206, b"home</h1>", "bytes 4-12/13"),
    ("bytes=0-1,3-4", 200, b"<h1>home</h1>", None),
    ("nonsense", 200, b"<h1>home</h1>", None),
])
def test_a_part_is_sent_as_a_part(site, said, status, part, where):
    found = ask(site, range=said)
    assert (found[0], found[2], found[1].get("content-range")) == (status, part, where)


def test_a_part_past_the_end_is_refused(site):
    status, headers, _payload = ask(site, range="bytes=99-")
    assert (status, headers["content-range"]) == (416, "bytes */13")


@pytest.mark.parametrize("path, accepted, compressed", [
    ("/app.js", "gzip, br", True),
    ("/app.js", "identity", False),
    ("/index.html", "gzip", False),
    ("/photo.png", "gzip", False),
])
def test_text_of_a_thousand_bytes_is_compressed(site, path, accepted, compressed):
    status, headers, payload = ask(site, path, accept_encoding=accepted)
    assert status == 200 and (headers.get("content-encoding") == "gzip") is compressed
    assert (gzip.decompress(payload) if compressed else payload) == FILES[path[1:]][1]
    assert headers["etag"].startswith("W/") is compressed and ("vary" in headers) is compressed


def test_headers_policies_add_theirs(bucket, caplog):
    response_headers.save("own", {
        "CustomHeadersConfig": {"Items": [{"Header": "Cache-Control", "Value": "no-store", "Override": True},
                                          {"Header": "Content-Type", "Value": "none", "Override": False}]},
        "RemoveHeadersConfig": {"Items": [{"Header": "ETag"}]},
        "SecurityHeadersConfig": {"StrictTransportSecurity": {"AccessControlMaxAgeSec": 5, "Preload": True,
                                                              "IncludeSubdomains": True, "Override": True},
                                  "FrameOptions": {"FrameOption": "DENY", "Override": True}},
        "CorsConfig": {"AccessControlAllowOrigins": {"Items": ["https://a.test"]}, "OriginOverride": True,
                       "AccessControlAllowMethods": {"Items": ["GET", "HEAD"]}}})
    found = {}
    for name, policy in (("managed", SECURITY), ("own", "own"), ("unknown", "nonsense")):
        made = distribution([in_bucket(bucket)], DefaultCacheBehavior={"ResponseHeadersPolicyId": policy})
        permit(bucket, made["ARN"])
        found[name] = ask(made["Id"], origin="https://a.test")[1]
    assert {name: found["managed"].get(name) for name in (
        "referrer-policy", "strict-transport-security", "x-content-type-options", "x-frame-options",
        "x-xss-protection")} == {
            "referrer-policy": "strict-origin-when-cross-origin", "strict-transport-security": "max-age=31536000",
            "x-content-type-options": "nosniff", "x-frame-options": "SAMEORIGIN",
            "x-xss-protection": "1; mode=block"}
    assert "etag" not in found["own"] and found["own"]["cache-control"] == "no-store"
    assert found["own"]["content-type"] == "text/html" and found["own"]["x-frame-options"] == "DENY"
    assert found["own"]["strict-transport-security"] == "max-age=5; includeSubDomains; preload"
    assert found["own"]["access-control-allow-origin"] == "https://a.test"
    assert found["own"]["access-control-allow-methods"] == "GET, HEAD"
    assert "does not have the response headers policy nonsense" in caplog.text
    response_headers.delete("own")


def test_a_host_leads_to_its_distribution(bucket):
    found = distribution([in_bucket(bucket)], Aliases={"Quantity": 1, "Items": ["www.Shop.test"]})
    assert website.by_host("WWW.shop.test:4566") == website.by_host(found["DomainName"]) == found["Id"]
    assert website.by_host("shop.test") is None
    permit(bucket, found["ARN"])
    assert ask(found["DomainName"].split(".")[0])[0] == 200
    assert ask("nosuchdistribution")[0] == 404


def test_a_distribution_may_stand_before_an_api(bucket):
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:shop-api"
    policy = SimpleNamespace(statements=[{"Effect": "Allow", "Action": "*", "Principal": "*"}])
    calls = []

    def invoke(_function, payload):
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
    found = distribution([in_bucket(bucket), origin], CacheBehaviors={"Quantity": 2, "Items": behaviours})
    permit(bucket, found["ARN"])
    said = {"REQUEST_METHOD": "GET", "QUERY_STRING": "a=1", "HTTP_AUTHORIZATION": "x", "HTTP_HOST": "shop.test"}
    for path in ("/api/7", "/api/all"):
        assert website.handle(found["Id"], path, said)[::2] == (200, b"from the api")
    assert ask(found["Id"])[2] == b"<h1>home</h1>"
    assert [(call["path"], call["queryStringParameters"], call["headers"].get("Authorization"),
             call["headers"]["Host"], call["requestContext"]["stage"]) for call in calls] == [
        ("/api/7", None, None, origin["DomainName"], "dev"),
        ("/api/all", {"a": "1"}, "x", origin["DomainName"], "dev")]


@pytest.fixture
def empty():
    """The id of a distribution that may read a bucket with nothing in it but data.json."""
    client = state.client("s3", REGION)
    client.create_bucket(Bucket="bare-site", CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_object(Bucket="bare-site", Key="data.json", Body=b"{}", ContentType="application/json")
    found = distribution([in_bucket("bare-site")])
    permit("bare-site", found["ARN"])
    yield found["Id"]
    for key in [each["Key"] for each in client.list_objects_v2(Bucket="bare-site").get("Contents", [])]:
        client.delete_object(Bucket="bare-site", Key=key)
    client.delete_bucket(Bucket="bare-site")


def test_a_website_without_an_index_says_how_it_gets_one(empty):
    status, headers, payload = ask(empty)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"This website has no index.html yet" in payload and b"make site dir=" in payload
    assert ask(empty, "/docs/", accept="text/html,*/*")[2] == payload
    assert ask(empty, "/data.json")[2] == b"{}"


def test_a_program_and_a_website_with_an_index_still_get_s3s_error(empty, site):
    assert ask(empty, "/more.json", accept="application/json")[::2] == (403, DENIED)
    assert ask(site, "/nowhere", accept="text/html")[::2] == (403, DENIED)
    state.client("s3", REGION).put_object(Bucket="bare-site", Key="index.html", Body=b"home", ContentType="text/html")
    assert ask(empty)[::2] == (200, b"home")
    assert ask(empty, "/nowhere", accept="text/html")[::2] == (403, DENIED)


def test_a_website_that_may_not_read_its_bucket_is_no_empty_one(empty):
    state.client("s3", REGION).delete_bucket_policy(Bucket="bare-site")
    assert ask(empty)[::2] == (403, DENIED)
