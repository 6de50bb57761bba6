"""Checksums of uploads that S3 refuses, and moto does not check."""
import base64
import hashlib

import boto3
import pytest
from botocore.exceptions import ClientError

from testkit.mock import mocked
from tests.fixtures.cases import cases

MD5, SHA256 = hashlib.md5(b"text"), hashlib.sha256(b"text")


def text(bytes_):
    return base64.b64encode(bytes_).decode()


@pytest.fixture
def s3():
    """A client of moto, with the bucket uploads."""
    with mocked():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="uploads")
        yield client


@cases("parameters, code", [
    ({}, None),
    ({"ContentMD5": text(MD5.digest())}, None),
    ({"ContentMD5": MD5.hexdigest()}, "InvalidDigest"),
    ({"ContentMD5": text(MD5.hexdigest().encode())}, "InvalidDigest"),
    ({"ContentMD5": text(hashlib.md5(b"other").digest())}, "BadDigest"),
    ({"ChecksumSHA256": text(SHA256.digest())}, None),
    ({"ChecksumSHA256": SHA256.hexdigest()}, "InvalidRequest"),
    ({"ChecksumAlgorithm": "SHA256"}, None),
])
def test_a_checksum_is_checked(s3, parameters, code):
    if code is None:
        s3.put_object(Bucket="uploads", Key="k", Body=b"text", **parameters)
        return
    with pytest.raises(ClientError) as raised:
        s3.put_object(Bucket="uploads", Key="k", Body=b"text", **parameters)
    assert raised.value.response["Error"]["Code"] == code
