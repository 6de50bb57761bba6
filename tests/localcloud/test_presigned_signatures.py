"""A presigned URL that a function signed is good for the request that it was signed for, and for no other."""
import urllib.parse

import boto3
import pytest
from botocore.config import Config

from tests.fixtures.cases import cases
from tests.fixtures.cloud import REGION
from tests.fixtures.raw_requests import bucket_with_object, code_of, send

TRUST = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}'
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
KEY = "in/a b~c+ø.txt"


@pytest.fixture(scope="module")
def bucket(local_cloud):
    """The name of a bucket."""
    return bucket_with_object(local_cloud, "presigned-urls")


@pytest.fixture(scope="module")
def session(local_cloud):
    """{key, secret and token of a session that may use S3}, as boto3 takes them."""
    iam = local_cloud.client("iam")
    role = iam.create_role(RoleName="signs-urls", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    iam.put_role_policy(RoleName="signs-urls", PolicyName="s3", PolicyDocument=POLICY)
    granted = local_cloud.client("sts").assume_role(RoleArn=role, RoleSessionName="signer")["Credentials"]
    return {"aws_access_key_id": granted["AccessKeyId"], "aws_secret_access_key": granted["SecretAccessKey"],
            "aws_session_token": granted["SessionToken"]}


def url_for(local_cloud, session, version, operation, style="path", **params):
    """(host, target) of a URL that a session signs."""
    endpoint = local_cloud.endpoint if style == "path" else local_cloud.endpoint.replace("127.0.0.1", "s3.localhost")
    s3 = boto3.client("s3", endpoint_url=endpoint, region_name=REGION, **session,
                      config=Config(signature_version=version, s3={"addressing_style": style}))
    url = urllib.parse.urlsplit(s3.generate_presigned_url(operation, params))
    return url.netloc, f"{url.path}?{url.query}"


@pytest.mark.parametrize("style", ["path", "virtual"])
@cases("version, operation, method, params, headers", [
    ("s3v4", "put_object", "PUT", {}, []),
    ("s3v4", "put_object", "PUT", {}, [("Content-Type", "text/csv")]),  # no signed header
    ("s3v4", "put_object", "PUT", {"ContentType": "text/plain"}, [("Content-Type", "text/plain")]),
    ("s3v4", "put_object", "PUT", {"Metadata": {"by": "Ann  B"}}, [("x-amz-meta-by", "Ann B")]),
    ("s3v4", "get_object", "GET", {"ResponseContentDisposition": 'attachment; filename="a b+ø.txt"'}, []),
    ("s3v4", "head_object", "HEAD", {}, []),
    ("s3v4", "list_objects_v2", "GET", {"Prefix": "in/ a&b="}, []),
    ("s3", "put_object", "PUT", {}, []),
    ("s3", "put_object", "PUT", {"ContentType": "text/plain"}, [("Content-Type", "text/plain")]),
    ("s3", "put_object", "PUT", {"Metadata": {"by": "ann"}}, [("x-amz-meta-by", "ann")]),
    ("s3", "get_object", "GET", {"ResponseContentDisposition": 'attachment; filename="a b.txt"'}, []),
    ("s3", "list_objects_v2", "GET", {"Prefix": "in/"}, []),
])
def test_a_request_as_it_was_signed_is_accepted(local_cloud, bucket, session, style, version, operation, method, params, headers):
    local_cloud.client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"content")
    key = {} if operation == "list_objects_v2" else {"Key": KEY}
    host, target = url_for(local_cloud, session, version, operation, style, Bucket=bucket, **key, **params)
    body = b"up" if method == "PUT" else b""
    assert code_of(send(local_cloud, method, target, body, [("Host", host), *headers])) == (200, "")


@cases("version, operation, method, change, headers", [
    ("s3v4", "put_object", "PUT", {}, [("Content-Type", "text/csv")]),
    ("s3v4", "put_object", "PUT", {"in/a": "in/b"}, [("Content-Type", "text/plain")]),
    ("s3v4", "put_object", "PUT", {"X-Amz-Expires=3600": "X-Amz-Expires=36000"}, [("Content-Type", "text/plain")]),
    ("s3v4", "put_object", "PUT", {"&X-Amz-Signature": "&tagging=&X-Amz-Signature"}, [("Content-Type", "text/plain")]),
    ("s3v4", "put_object", "PUT", {"%3Bhost": "%3Bhost%3Bx-amz-acl"}, [("Content-Type", "text/plain"), ("x-amz-acl", "public-read")]),
    ("s3v4", "put_object", "PUT", {}, [("Content-Type", "text/plain"), ("Host", "localhost")]),
    ("s3v4", "get_object", "DELETE", {}, []),
    ("s3v4", "get_object", "HEAD", {}, []),
    ("s3v4", "get_object", "GET", {"X-Amz-Signature=": "X-Amz-Signature=0"}, []),
    ("s3v4", "get_object", "GET", {"X-Amz-Security-Token=": "X-Amz-Security-Token=0"}, []),
    ("s3", "put_object", "PUT", {}, [("Content-Type", "text/csv")]),
    ("s3", "put_object", "PUT", {"in/a": "in/b"}, [("Content-Type", "text/plain")]),
    ("s3", "get_object", "DELETE", {}, []),
    ("s3", "get_object", "GET", {"Expires=": "Expires=1"}, []),
    ("s3", "get_object", "GET", {}, [("x-amz-request-payer", "requester")]),
])
def test_a_changed_request_is_refused(local_cloud, bucket, session, version, operation, method, change, headers):
    params = {"ContentType": "text/plain"} if operation == "put_object" else {}
    host, target = url_for(local_cloud, session, version, operation, Bucket=bucket, Key="in/a", **params)
    for before, after in change.items():
        assert before in target
        target = target.replace(before, after)
    headers = headers if any(name == "Host" for name, _value in headers) else [("Host", host), *headers]
    status, code = code_of(send(local_cloud, method, target, b"up" if method == "PUT" else b"", headers))
    assert (status, code) == (403, "" if method == "HEAD" else "SignatureDoesNotMatch")
    assert [entry["Key"] for entry in local_cloud.client("s3").list_objects_v2(Bucket=bucket, Prefix="in/b").get("Contents", [])] == []


def test_headers_of_s3_must_be_signed(local_cloud, bucket, session):
    host, target = url_for(local_cloud, session, "s3v4", "put_object", Bucket=bucket, Key="in/a")
    headers = [("Host", host), ("x-amz-acl", "public-read")]
    status, _headers, body = send(local_cloud, "PUT", target, b"up", headers)
    assert (status, b"headers present in the request which were not signed" in body) == (403, True)


def test_a_page_reads_why_its_upload_is_refused(local_cloud, session):
    page = "http://localhost:3000"
    bucket = bucket_with_object(local_cloud, "page-uploads", AllowedOrigins=[page], AllowedMethods=["PUT"], AllowedHeaders=["*"])
    host, target = url_for(local_cloud, session, "s3v4", "put_object", Bucket=bucket, Key="in/a", ContentType="text/plain")
    for kind, expected in (("text/plain", (200, "")), ("text/csv", (403, "SignatureDoesNotMatch"))):
        answer = send(local_cloud, "PUT", target, b"up", [("Host", host), ("Origin", page), ("Content-Type", kind)])
        assert (code_of(answer), answer[1]["access-control-allow-origin"]) == (expected, page)
