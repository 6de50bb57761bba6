"""Presigned URLs and forms that S3 refuses and moto accepts: expired, changed, or beyond the form's policy.

docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html (forms), sigv4-query-string-auth.html (URLs)
authorization/presigned.py verifies signatures. Each replacement has the form of those of hooks.py.
"""
import base64
import binascii
import datetime
import json
import time

from moto.s3.exceptions import (
    EntityTooSmall,
    MethodNotAllowed,
    PreconditionFailed,
    S3ClientError,
    S3SignatureDoesNotMatchError,
)

# Fields of a form that its policy need not name.
UNSIGNED = ("policy", "signature", "x-amz-signature", "awsaccesskeyid", "file", "bucket")
POSTS_OF_KEYS = {"uploads", "uploadId", "restore", "select"}


class Denied(S3ClientError):
    """AccessDenied with S3's reason."""

    def __init__(self, message):
        super().__init__("AccessDenied", message)


def presigned(_world, original, self, request, full_url):
    """The replacement of _key_response, which refuses an expired URL, a request without its signed headers, and a POST
    without an operation: of a call of the app's API whose address lacks the API, /readings/a is a bucket and a key."""
    query = {name.lower(): values[-1] for name, values in request.args.lists()}
    if "x-amz-signature" in query:
        check_version_4(query, request.headers)
    elif {"awsaccesskeyid", "signature"} <= query.keys():
        check_version_2(query, request)
    if request.method == "POST" and not POSTS_OF_KEYS & request.args.keys():
        self.backend.head_bucket(self.parse_bucket_name_from_url(request, full_url))
        raise MethodNotAllowed("POST", "OBJECT")
    return original(self, request, full_url)


def check_version_4(query, headers):
    """Raises S3's error of a URL signed by version 4 that has expired or lacks a signed header.

    query  its parameters, their names in lower case
    """
    if {"x-amz-date", "x-amz-expires"} <= query.keys():
        try:
            signed = datetime.datetime.strptime(query["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
            ends = signed.timestamp() + int(query["x-amz-expires"])
        except ValueError:
            raise S3ClientError("AuthorizationQueryParametersError", "X-Amz-Date or X-Amz-Expires is not valid")
        if ends < time.time():
            raise Denied("Request has expired")
    if not all(name in headers for name in query.get("x-amz-signedheaders", "host").split(";")):
        raise S3SignatureDoesNotMatchError()


def check_version_2(query, request):
    """Raises S3's error of a URL signed by version 2, which signs the Content-Type also if there is none."""
    if query.get("expires", "").isdigit() and int(query["expires"]) < time.time():
        raise Denied("Request has expired")
    if request.method == "PUT" and request.headers.get("Content-Type", "") != query.get("content-type", ""):
        raise S3SignatureDoesNotMatchError()


def post_form(_world, original, self, request, bucket_name):
    """The replacement of _bucket_response_post, which refuses a form that its policy does not permit, and keeps its
    Content-Type."""
    fields = {name.lower(): values[-1] for name, values in self.form_data.lists()}
    if "key" not in self.querystring and "delete" not in request.args:
        self.backend.head_bucket(bucket_name)
        raise PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data")
    if "policy" not in fields:
        return original(self, request, bucket_name)
    body = self.body if isinstance(self.body, bytes) else self.body.encode()
    key = self.querystring["key"][0]  # moto has put the name of the file in it
    check_form(fields["policy"], {**fields, "key": key, "bucket": bucket_name}, len(body))
    response = original(self, request, bucket_name)
    if "content-type" in fields:
        self.backend.get_object(bucket_name, key).set_metadata({"Content-Type": fields["content-type"]})
    return response


def check_form(encoded, fields, size):
    """Raises S3's error of a form that its policy does not permit.

    encoded  the policy
    fields   of the form, their names in lower case
    size     bytes of the file
    """
    try:
        policy = json.loads(base64.b64decode(encoded))
        ends = datetime.datetime.fromisoformat(policy["expiration"]).timestamp()
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise S3ClientError("InvalidPolicyDocument", "Invalid Policy: Invalid JSON.")
    if ends < time.time():
        raise Denied("Invalid according to Policy: Policy expired.")
    in_policy = {"bucket"}
    for condition in policy.get("conditions", []):
        for operator, name, value in triples(condition):
            if operator == "content-length-range":
                check_size(int(name), int(value), size)
                continue
            name = name.removeprefix("$").lower()
            in_policy.add(name)
            actual = fields.get(name, "")
            if not (actual.startswith(value) if operator == "starts-with" else actual == value):
                raise Denied(f"Invalid according to Policy: Policy Condition failed: {json.dumps(condition)}")
    extra = sorted(name for name in fields if name not in {*in_policy, *UNSIGNED} and not name.startswith("x-ignore-"))
    if extra:
        raise Denied(f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")


def triples(condition):
    """[(operator, name, value)] of a condition: {"acl": "private"} or ["starts-with", "$key", "in/"]."""
    if isinstance(condition, dict):
        return [("eq", name, value) for name, value in condition.items()]
    return [(condition[0].lower(), *condition[1:])]


def check_size(least, most, size):
    """Raises S3's error of a file that is smaller or larger than a policy permits."""
    if size < least:
        raise EntityTooSmall()
    if size > most:
        raise S3ClientError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.")
