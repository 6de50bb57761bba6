"""The signature of a presigned URL of S3, computed again: a URL that somebody changed, or used for another request.

Only the secret keys of sessions are known here, of functions and of assumed roles; URLs of any other key are not
verified. events/signed_uploads.py has what needs no secret: the time of a URL, and the policy of a form.
docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html (version 4)
docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html (version 2)
"""
import hmac
import re
import uuid
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from botocore.auth import HmacV1Auth, S3SigV4Auth
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from localcloud.authorization import callers, refusals

MISMATCH = "The request signature we calculated does not match the signature you provided. " \
    "Check your key and signing method."
UNSIGNED = "There were headers present in the request which were not signed"
BUCKET_HOST = re.compile(r"(.+)\.s3[.-]")


def refusal(environ):
    """S3's (status, headers, bytes) for a presigned URL whose signature is not that of the request; None for a valid
    one, for one whose secret is unknown, and for any other request."""
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    if "X-Amz-Signature" in query:
        access_key, _slash, scope = query.get("X-Amz-Credential", "").partition("/")
    elif {"AWSAccessKeyId", "Signature"} <= query.keys():
        access_key, scope = query["AWSAccessKeyId"], ""
    else:
        return None
    secret = callers.secret(access_key)
    if secret is None or scope and not re.fullmatch(r"\d{8}/[\w-]+/s3/aws4_request", scope):
        return None
    headers = _headers(environ)
    signed = query.get("X-Amz-SignedHeaders", "").lower().split(";")
    if scope and any(name.startswith("x-amz-") and name not in signed for name in headers):
        return _refused("AccessDenied", UNSIGNED)
    expected = _version_4(environ, query, headers, secret, scope) if scope else \
        _version_2(environ, query, headers, Credentials(access_key, secret))
    actual = query["X-Amz-Signature" if scope else "Signature"]
    is_valid = any(hmac.compare_digest(signature.encode(), actual.encode()) for signature in expected)
    return None if is_valid else _refused("SignatureDoesNotMatch", MISMATCH)


def _refused(code, text):
    """S3's (status, headers, bytes) with the ids of a request."""
    return refusals.of_s3(code, text, RequestId=str(uuid.uuid4()), HostId="local")


def _headers(environ):
    """{name in lower case: value} of a request."""
    headers = {}
    for name, value in environ.get("localcloud.headers") or ():
        headers[name.lower()] = ",".join(filter(None, [headers.get(name.lower()), " ".join(value.split())]))
    return headers


def _target(environ):
    """The path and the query of a request, split as of a URL and encoded as they were sent."""
    return urlsplit(environ.get("RAW_URI") or f"{quote(environ['PATH_INFO'])}?{environ['QUERY_STRING']}")


def _version_4(environ, query, headers, secret, scope):
    """[the signature of version 4]. scope: "20260101/eu-west-1/s3/aws4_request" of the credential"""
    date, region, service, _end = scope.split("/")
    target, names = _target(environ), query.get("X-Amz-SignedHeaders", "")
    pairs = sorted((_encoded(name), _encoded(value)) for name, _equals, value in (
        pair.partition("=") for pair in target.query.split("&")) if name != "X-Amz-Signature")
    canonical = "\n".join([
        environ["REQUEST_METHOD"], quote(unquote(target.path), safe="/-_.~"), "&".join(map("=".join, pairs)),
        *(f"{name}:{headers.get(name, '')}" for name in names.split(";")), "", names, "UNSIGNED-PAYLOAD"])
    signer = S3SigV4Auth(Credentials("", secret), service, region)
    request = SimpleNamespace(context={"timestamp": query.get("X-Amz-Date", "")})
    return [signer.signature(signer.string_to_sign(request, canonical), request)] if \
        query.get("X-Amz-Date", "").startswith(date) else []


def _encoded(text):
    """A part of a query string, encoded as for a signature."""
    return quote(unquote(text), safe="-_.~")


def _version_2(environ, query, headers, credentials):
    """[signature of version 2]: of the path with its bucket, which is a part of the host or of the path. The path of a
    bucket alone ends with a slash."""
    fields = {name.lower(): value for name, value in query.items() if name.lower().startswith("x-amz-")}
    signed = HTTPHeaders()
    for name, value in {**headers, **fields}.items():
        if name.startswith("x-amz-") or name in ("content-md5", "content-type"):
            signed[name] = value
    target, signer = _target(environ), HmacV1Auth(credentials)
    signer._get_date = lambda: query.get("Expires", "")
    bucket = BUCKET_HOST.match(environ.get("HTTP_HOST", ""))
    paths = [target.path, f"/{bucket[1]}{target.path}" if bucket else f"{target.path}/"]
    return [signer.get_signature(environ["REQUEST_METHOD"], target, signed, auth_path=path) for path in paths]
