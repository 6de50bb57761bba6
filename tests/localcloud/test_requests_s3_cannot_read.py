"""Requests that mean nothing to S3, such as calls of the app's API to an address that lacks the API."""
import re

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.cloud import REGION
from tests.fixtures.raw_requests import send

BUCKET = "unreadable"


@pytest.fixture
def bucket(local_cloud):
    """The local cloud, with a bucket that has an object."""
    s3 = local_cloud.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    return local_cloud


@cases("method, path, status, code", [
    ("POST", "readings", 404, "NoSuchBucket"),
    ("POST", "readings/a", 404, "NoSuchBucket"),
    ("POST", BUCKET, 412, "PreconditionFailed"),
    ("POST", f"{BUCKET}/a", 405, "MethodNotAllowed"),
    ("POST", f"{BUCKET}?delete", 400, "MalformedXML"),
    ("PUT", "readings", 400, "MalformedXML"),
    *(("PUT", f"{BUCKET}?{setting}", 400, "MalformedXML") for setting in (
        "lifecycle", "cors", "notification", "tagging", "encryption", "logging",
        "publicAccessBlock", "ownershipControls", "accelerate")),
])
def test_s3_refuses_them_by_its_own_errors(bucket, method, path, status, code):
    answered, _headers, body = send(bucket, method, f"/{path}", b'{"station": "a"}')
    assert (answered, re.findall("<Code>(.*?)</Code>", body.decode())) == (status, [code]), body
