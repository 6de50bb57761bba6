"""Presigned URLs and forms that S3 refuses, by their policy and their time."""

import boto3
import pytest
from botocore.config import Config

from tests.fixtures.cloud import REGION
from tests.fixtures.raw_requests import bucket_with_object, code_of, send


@pytest.fixture(scope="module")
def bucket(local_cloud):
    """The name of a bucket."""
    return bucket_with_object(local_cloud, "signed-uploads")


def signer(local_cloud, version):
    """A client of S3 that signs URLs by a version, "s3" or "s3v4"."""
    return boto3.client("s3", endpoint_url=local_cloud.endpoint, region_name=REGION, aws_access_key_id="test",
                        aws_secret_access_key="test", config=Config(signature_version=version, s3={"addressing_style": "path"}))


@pytest.mark.parametrize("version", ["s3", "s3v4"])
@pytest.mark.parametrize("seconds, headers, expected", [
    (60, {"Content-Type": "text/plain"}, (200, "")),
    (-60, {"Content-Type": "text/plain"}, (403, "AccessDenied")),
    (60, {}, (403, "SignatureDoesNotMatch")),
])
def test_a_presigned_url_is_valid_for_its_time_and_with_its_headers(local_cloud, bucket, version, seconds, headers, expected):
    url = signer(local_cloud, version).generate_presigned_url(
        "put_object", {"Bucket": bucket, "Key": "up", "ContentType": "text/plain"}, ExpiresIn=seconds)
    target = url.removeprefix(local_cloud.endpoint)
    assert code_of(send(local_cloud, "PUT", target, b"up", list(headers.items()))) == expected


def test_version_2_signs_that_there_is_no_content_type(local_cloud, bucket):
    url = signer(local_cloud, "s3").generate_presigned_url("put_object", {"Bucket": bucket, "Key": "up"})
    target = url.removeprefix(local_cloud.endpoint)
    assert code_of(send(local_cloud, "PUT", target, b"up")) == (200, "")
    assert code_of(send(local_cloud, "PUT", target, b"up", [("Content-Type", "text/plain")])) == (403, "SignatureDoesNotMatch")


def form(fields, body=b"data"):
    """(body, headers) of a posted form with a file."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n\r\n')
    return "".join(parts).encode() + body + b"\r\n--b--\r\n", [("Content-Type", "multipart/form-data; boundary=b")]


@pytest.mark.parametrize("key, conditions, changed, size, expected", [
    ("in/a", [], {}, 4, (204, "")),
    ("in/${filename}", [], {}, 4, (204, "")),
    ("in/${filename}", [], {"key": "out/a"}, 4, (403, "AccessDenied")),
    ("in/a", [], {"key": "in/b"}, 4, (403, "AccessDenied")),
    ("in/a", [["content-length-range", 2, 4]], {}, 4, (204, "")),
    ("in/a", [["content-length-range", 2, 4]], {}, 5, (400, "EntityTooLarge")),
    ("in/a", [["content-length-range", 2, 4]], {}, 1, (400, "EntityTooSmall")),
    ("in/a", [["starts-with", "$Content-Type", "image/"]], {"Content-Type": "image/png"}, 4, (204, "")),
    ("in/a", [["starts-with", "$Content-Type", "image/"]], {"Content-Type": "text/html"}, 4, (403, "AccessDenied")),
    ("in/a", [["starts-with", "$Content-Type", "image/"]], {}, 4, (403, "AccessDenied")),
    ("in/a", [["eq", "$x-amz-meta-by", "ann"]], {"x-amz-meta-by": "ann"}, 4, (204, "")),
    ("in/a", [], {"x-amz-meta-by": "ann"}, 4, (403, "AccessDenied")),
    ("in/a", [], {"x-ignore-a": "1"}, 4, (204, "")),
    ("in/a", [], {"policy": "e30="}, 4, (400, "InvalidPolicyDocument")),
])
def test_a_form_must_match_its_policy(local_cloud, bucket, key, conditions, changed, size, expected):
    post = signer(local_cloud, "s3v4").generate_presigned_post(bucket, key, Conditions=conditions)
    body, headers = form({**post["fields"], **changed}, b"x" * size)
    assert code_of(send(local_cloud, "POST", f"/{bucket}", body, headers)) == expected


def test_a_form_expires(local_cloud, bucket):
    post = signer(local_cloud, "s3v4").generate_presigned_post(bucket, "in/late", ExpiresIn=-60)
    body, headers = form(post["fields"])
    assert code_of(send(local_cloud, "POST", f"/{bucket}", body, headers)) == (403, "AccessDenied")
