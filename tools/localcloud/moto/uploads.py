"""Checksums of uploads to S3, which moto does not check: of a text that is none, or of another content.

docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html and ErrorResponses.html: Content-MD5 is base64 of 16 bytes,
InvalidDigest otherwise; BadDigest if it is that of other bytes. A checksum's header has base64 of the checksum.
"""
import base64
import binascii
import functools
import hashlib

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from localcloud.moto.replacing import replace

MD5_BYTES = 16
CHECKSUM_BYTES = {"crc32": 4, "crc32c": 4, "crc64nvme": 8, "sha1": 20, "sha256": 32}
OTHER_CONTENT = "The Content-MD5 you specified did not match what we received."


@functools.cache
def install():
    """Let moto refuse such uploads. Once a process."""
    for operation in ("put_object", "upload_part"):
        @replace(S3Response, operation)
        def upload(original, self):
            problem = refusal(self.headers, self.body or b"")
            if problem:
                raise S3ClientError(*problem)
            return original(self)


def refusal(headers, content):
    """(code, message) of S3 for the checksums in the headers of an upload, or None."""
    md5 = headers.get("Content-MD5")
    if md5 is not None:
        digest = decoded(md5)
        if len(digest) != MD5_BYTES:
            return "InvalidDigest", "The Content-MD5 you specified was invalid."
        if digest != hashlib.md5(content).digest():
            return "BadDigest", OTHER_CONTENT
    for algorithm, count in CHECKSUM_BYTES.items():
        value = headers.get(f"x-amz-checksum-{algorithm}")
        if value is not None and len(decoded(value)) != count:
            return "InvalidRequest", f"Value for x-amz-checksum-{algorithm} header is invalid."
    return None


def decoded(text):
    """The bytes of a text in base64, b"" of another text."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
