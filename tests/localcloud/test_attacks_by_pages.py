"""What pages have tried: a checked name beside a second one, moto's own interface, and objects in frames and images."""
import json
from urllib.parse import urlencode

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.raw_requests import EVIL, PRESIGNED, SIGNED, bucket_with_object, is_refusal, presigned_target, send

TARGET = ("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
JSON = ("Content-Type", "application/x-amz-json-1.1")
PAGE = [("Origin", EVIL), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")]
S3 = PRESIGNED.format("s3")
IMAGE = [("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")]


# the user pool's door: the checked target alone chooses the operation

@pytest.fixture(scope="module")
def pool(local_cloud):
    """(id, client id) of a user pool."""
    cognito = local_cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="tried")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="page", ExplicitAuthFlows=[
        "ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]["ClientId"]
    return pool, client


@pytest.mark.parametrize("target, body, headers", [
    ("/?Action=AdminCreateUser", None, [TARGET, JSON]),
    ("/?Action=AdminCreateUser&r=.eu-west-1.amazonaws.com", None, [TARGET, JSON]),
    ("/?x=1", None, [TARGET, JSON]),
    ("/", "form", [TARGET, ("Content-Type", "application/x-www-form-urlencoded")]),
    ("/", "form", [TARGET, JSON]),
    ("/", "", [TARGET, JSON, ("Action", "AdminCreateUser")]),
    ("/", None, [TARGET, JSON, ("Action", "AdminCreateUser")]),
    ("/", "inside", [TARGET, JSON]),
    ("/", "[]", [TARGET, JSON]), ("/", '"&Action=AdminCreateUser"', [TARGET, JSON]), ("/", "[" * 100_000, [TARGET, JSON]),
    ("/", None, [TARGET, ("Content-Type", "multipart/form-data; boundary=b")]),
    ("/", None, [TARGET, JSON, ("X-Moto-Account-Id", "000000000000")]),
], ids=str)
def test_nothing_but_the_checked_target_chooses_the_operation(local_cloud, pool, target, body, headers):
    user = {"UserPoolId": pool[0], "Username": "mallory@example.com"}
    texts = {None: json.dumps(user), "form": urlencode({"Action": "AdminCreateUser", **user}),
             "inside": json.dumps({**user, "ClientId": "&Action=AdminCreateUser&x="})}
    status, _headers, answer = send(local_cloud, "POST", target, texts.get(body, body).encode(), PAGE + headers)
    assert status in (400, 403), answer
    assert local_cloud.client("cognito-idp").list_users(UserPoolId=pool[0])["Users"] == []


def test_the_keys_are_read_and_nothing_else_by_their_address(local_cloud, pool):
    target = f"/{pool[0]}/.well-known/jwks.json"
    assert json.loads(send(local_cloud, "GET", target, headers=PAGE)[2])["keys"]
    assert is_refusal(send(local_cloud, "GET", f"{target}?Action=ListUserPools", headers=PAGE))
    assert json.loads(send(local_cloud, "GET", target, headers=[*PAGE, ("Action", "ListUserPools")])[2])["keys"]


def test_a_body_that_is_no_json_object_gets_the_error_of_cognito(local_cloud, pool):
    status, headers, body = send(local_cloud, "POST", "/", b"x", [*PAGE, TARGET, JSON])
    assert (status, headers["access-control-allow-origin"]) == (400, "*")
    assert json.loads(body)["__type"] == "SerializationException"


def test_a_text_with_an_ampersand_in_a_programs_call_chooses_no_operation(local_cloud):
    sqs = local_cloud.client("sqs")
    queue = sqs.create_queue(QueueName="ampersand")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="a&Action=DeleteQueue&b=1")
    assert sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "a&Action=DeleteQueue&b=1"


# moto's own interface is closed under every name, and its paths are plain keys of a bucket

@cases("host", ["127.0.0.1", "{}.localhost:4566", "{}.s3.localhost", "{}.s3.amazonaws.com", "localhost",
                "motoapi.amazonaws.com"])
@cases("path", ["/moto-api/recorder/start-recording", "/moto-api/data.json", "/moto-api/reset"])
@cases("method", ["GET", "POST"])
def test_motos_interface_is_closed_under_every_host(local_cloud, host, path, method):
    host = host.format(bucket_with_object(local_cloud, "attacked-moto"))
    for headers in ([("Sec-Fetch-Site", "cross-site"), *IMAGE], PAGE, []):
        assert send(local_cloud, method, path, headers=[("Host", host), *headers])[0] == 403
        if headers:
            assert send(local_cloud, method, f"{path}?{S3}", headers=[("Host", host), *headers])[0] == 403


@pytest.mark.parametrize("key", ["favicon.ico", "latest/meta-data/iam/security-credentials/", "latest/api/token"])
def test_no_page_gets_another_service_by_a_path(local_cloud, key):
    host = f"{bucket_with_object(local_cloud, 'attacked-paths')}.localhost"
    status, _headers, body = send(local_cloud, "GET", f"/{key}?{S3}", headers=[
        ("Host", host), ("Sec-Fetch-Site", "cross-site"), *IMAGE])
    assert status == 404 and b"NoSuchKey" in body


@cases("key", ["favicon.ico", "latest/meta-data/x", "latest/api/token", "moto-api/reset", "moto-api",
                                 "a_b/c", "x_y/.well-known/jwks.json"])
def test_motos_paths_are_keys_of_a_bucket_like_any_other(local_cloud, key):
    host = f"{bucket_with_object(local_cloud, 'attacked-keys')}.localhost"
    signed = [("Host", host), ("Authorization", SIGNED.format("s3"))]
    assert send(local_cloud, "PUT", f"/{key}", b"content", signed)[0] == 200
    assert send(local_cloud, "GET", f"/{key}", headers=signed)[2] == b"content"
    assert send(local_cloud, "GET", f"/{key}?{S3}", headers=[("Host", host)])[2] == b"content"
    keys = [stored["Key"] for stored in local_cloud.client("s3").list_objects_v2(Bucket="attacked-keys")["Contents"]]
    assert key in keys


# a bucket's door: what was checked is what S3 gets

@pytest.fixture(scope="module")
def writable(local_cloud):
    """A bucket whose rules permit nearly all to one origin."""
    return bucket_with_object(local_cloud, "attacked-writable", AllowedOrigins=[EVIL], AllowedMethods=["GET", "PUT", "DELETE"],
                  AllowedHeaders=["*"])


@cases("query", ["cors", "policy", "acl", "versioning", "tagging", "notification", "x=1&policy"])
@cases("method", ["GET", "PUT", "DELETE"])
def test_no_page_administers_a_bucket(local_cloud, writable, query, method):
    assert is_refusal(send(local_cloud, method, f"/{writable}?{query}&{S3}", b"", PAGE))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_page_makes_or_deletes_a_bucket(local_cloud, writable, method):
    for host, path in (("127.0.0.1", f"/{writable}"), ("127.0.0.1", f"/{writable}/"), (f"{writable}.localhost", "/")):
        assert is_refusal(send(local_cloud, method, f"{path}?{S3}", b"", [("Host", host), *PAGE]))


def test_no_page_copies_what_it_may_not_read(local_cloud, writable):
    secret = bucket_with_object(local_cloud, "attacked-secret")
    for source in (f"/{secret}/k", f"{secret}/k"):
        send(local_cloud, "PUT", f"/{writable}/copy?{S3}", b"", [*PAGE, ("x-amz-copy-source", source)])
    assert send(local_cloud, "GET", f"/{writable}/copy?{S3}", b"", PAGE)[2] == b""


@cases("host, path", [
    ("127.0.0.1", "//attacked-writable/attacked-secret/k"), ("127.0.0.1", "/attacked-writable/../attacked-secret/k"),
    ("attacked-writable.localhost", "//attacked-secret/k"), ("localhost.attacked-writable.localhost", "/attacked-secret/k"),
    ("attacked-writable.localhost", "/%2e%2e/attacked-secret/k"), ("www.attacked-secret.localhost", "/k"),
    ("attacked-writable.s3-accesspoint.amazonaws.com", "/k")])
def test_the_bucket_that_was_checked_is_the_one_that_is_read(local_cloud, writable, host, path):
    bucket_with_object(local_cloud, "attacked-secret")
    local_cloud.client("s3").put_object(Bucket="attacked-secret", Key="k", Body=b"SECRET")
    assert b"SECRET" not in send(local_cloud, "GET", f"{path}?{S3}", b"", [("Host", host), *PAGE])[2]


# where no rule permits, nobody of our own origin reads

@cases("site", ["same-origin", "cross-site", "same-site", "none"])
@cases("destination", ["iframe", "frame", "object", "embed", "fencedframe"])
def test_no_frame_gets_an_object_wherever_it_is(local_cloud, site, destination):
    target = presigned_target(local_cloud, "get_object", bucket_with_object(local_cloud, "attacked-frames"))
    assert send(local_cloud, "GET", target, headers=[
        ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", destination)])[0] == 403


@cases("mode, destination", [
    ("no-cors", "image"), ("no-cors", "script"), ("no-cors", "style"), ("no-cors", "video"), ("no-cors", "empty"),
    ("no-cors", "track"), ("same-origin", "serviceworker"), ("navigate", "empty")])
def test_the_apps_own_page_gets_no_object_for_an_element(local_cloud, mode, destination):
    target = presigned_target(local_cloud, "get_object", bucket_with_object(local_cloud, "attacked-frames"))
    assert send(local_cloud, "GET", target, headers=[
        ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)])[0] == 403


OLD = ("User-Agent", "Mozilla/5.0 (Macintosh) Safari/605.1.15")
HTML = ("Accept", "text/html,application/xhtml+xml;q=0.9")


@cases("headers, status", [
    ([OLD, HTML], 200), ([OLD, HTML, ("Referer", "http://{host}/_aws/cloudfront/E1/")], 200),
    ([OLD, ("Accept", "image/*"), ("Referer", f"{EVIL}/page")], 200),
    ([OLD, ("Accept", "image/*"), ("Referer", "http://{host}/_aws/cloudfront/E1/")], 403),
    ([OLD, ("Accept", "image/*")], 403), ([OLD], 403),
])
def test_a_browser_that_sends_no_site_gets_pages_and_other_sites_images(local_cloud, headers, status):
    target = presigned_target(local_cloud, "get_object", bucket_with_object(local_cloud, "attacked-frames"))
    assert send(local_cloud, "GET", target, headers=headers)[0] == status


@cases("kind", ["text/html", "image/png", "application/pdf", "application/pdf; x=1", "text/plain"])
@cases("site", ["same-origin", "cross-site", "none"])
def test_a_link_that_a_person_follows_opens_in_a_sandbox(local_cloud, site, kind):
    name = bucket_with_object(local_cloud, "attacked-links")
    local_cloud.client("s3").put_object(Bucket=name, Key="k", Body=b"content", ContentType=kind, CacheControl="max-age=99")
    status, headers, body = send(local_cloud, "GET", presigned_target(local_cloud, "get_object", name), headers=[
        ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")])
    assert (status, body, headers["content-type"]) == (200, b"content", kind)
    assert headers["cache-control"] == "no-store"  # else a script could read it from the browser's cache
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    # Chromium shows no PDF in a sandbox; no script reads what its viewer shows.
    policy = "frame-ancestors 'none'" + "; sandbox" * (kind.partition(";")[0] != "application/pdf")
    assert headers["content-security-policy"] == policy


def test_where_a_rule_permits_the_answer_is_s3s_own(local_cloud, writable):
    local_cloud.client("s3").put_object(Bucket=writable, Key="own", Body=b"x", CacheControl="max-age=9")
    _status, headers, body = send(local_cloud, "GET", f"/{writable}/own?{S3}", b"", PAGE)
    assert (body, headers["cache-control"], headers["access-control-allow-origin"]) == (b"x", "max-age=9", EVIL)
    assert "content-security-policy" not in headers


# what shows that a browser asks

@cases("name", ["Sec-Fetch-User", "Sec-Fetch-Storage-Access", "Sec-Purpose", "Sec-GPC", "Sec-CH-UA",
                                  "Sec-Fetch-Anything", "sec_fetch_user"])
def test_any_header_that_only_browsers_set_shows_a_browser(local_cloud, name):
    assert is_refusal(send(local_cloud, "GET", "/_aws/calls", headers=[(name, "?1")]))


def test_a_page_of_the_local_cloud_cannot_be_framed_or_cached(local_cloud):
    for target in ("/", "/_aws/health"):
        _status, headers, _body = send(local_cloud, "GET", target, headers=[
            ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")])
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert is_refusal(send(local_cloud, "GET", target, headers=[
            ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")]))
