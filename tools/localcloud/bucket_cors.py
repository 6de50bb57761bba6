"""Presigned URLs in a browser: a bucket's CORS rules decide.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
Two differences from AWS, since nobody verifies the signature here: what changes the bucket needs a rule also where
the browser asks for none (a form that is posted), and a script that no rule lets read gets no answer at all.
"""
import re
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from moto.s3.models import s3_backends
from moto.s3.responses import S3Response
from moto.s3.utils import bucket_name_from_url
from moto.s3bucket_path.utils import bucket_name_from_url as bucket_name_from_path
from werkzeug.wrappers import Request

from aws.iam.evaluation import listed, matches
from localcloud import doors
from localcloud.moto.state import ACCOUNT

_SIGNED = ({"X-Amz-Credential", "X-Amz-Signature"}, {"AWSAccessKeyId", "Signature"})
_SCOPE = re.compile(r"[^/]+/\d{8}/[\w-]+/s3/aws4_request")
_FORM = re.compile(rb'name="?(x-amz-)?signature"?', re.IGNORECASE)
_METHODS = ("GET", "HEAD", "PUT", "DELETE")
_DENIED = "This CORS request is not allowed. This is usually because the evalution of Origin, request method / " \
    "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."


def answer(environ, body, forward):
    """(status, headers, bytes), or None where the request is not for this door.

    forward(environ, body, service) has the service answer, whatever else the request says
    """
    asks = environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ORIGIN" in environ
    if not (asks or doors.unsigned(environ) and (_presigned(environ) or _posted_form(environ, body))):
        return None
    bucket = _bucket(environ)
    if bucket is None:
        return None
    method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD", "") if asks else environ["REQUEST_METHOD"]
    origin = doors.origin(environ)
    headers = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "") if asks else ""
    permission = origin and permitted(rules(bucket), origin, method, headers)
    if asks:
        return (200, permission, b"") if permission else _refusal(bucket, method)
    if not permission and (origin or method not in ("GET", "HEAD")):
        return _refusal(bucket, method)
    status, sent, payload = forward(environ, body, "s3")
    kept = [pair for pair in sent if not pair[0].lower().startswith("access-control-")]
    return status, kept + (permission or []), payload


def permitted(bucket_rules, origin, method, headers=""):
    """The headers by which the first rule that fits permits a request; None if no rule fits.

    bucket_rules  [{"origins", "methods", "headers", "exposed": lists of text, "seconds": text or None}]
    headers       Access-Control-Request-Headers of a preflight: "content-type,x-amz-acl"
    """
    names = [name.strip().lower() for name in headers.split(",") if name.strip()]
    for rule in bucket_rules:
        pattern = next((each for each in rule["origins"] if matches(each, origin)), None)
        if pattern is None or method not in rule["methods"] or not all(
                any(matches(each.lower(), name) for each in rule["headers"]) for name in names):
            continue
        values = [("Access-Control-Allow-Origin", "*" if pattern == "*" else origin),
                  ("Access-Control-Allow-Methods", ", ".join(rule["methods"])),
                  ("Access-Control-Allow-Headers", ", ".join(names)),
                  ("Access-Control-Expose-Headers", ", ".join(rule["exposed"])),
                  ("Access-Control-Max-Age", rule["seconds"]),
                  ("Access-Control-Allow-Credentials", "" if pattern == "*" else "true"),
                  ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")]
        return [(name, str(value)) for name, value in values if value]
    return None


def rules(bucket):
    """moto's CORS rules of a bucket, in the shape that permitted() takes."""
    return [{"origins": listed(rule.allowed_origins), "methods": listed(rule.allowed_methods),
             "headers": listed(rule.allowed_headers), "exposed": listed(rule.exposed_headers),
             "seconds": rule.max_age_seconds} for rule in bucket.cors]


def _presigned(environ):
    """Whether the query holds a signature for S3, of version 4 or 2."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    return environ["REQUEST_METHOD"] in _METHODS and any(names <= query.keys() for names in _SIGNED) and \
        all(_SCOPE.fullmatch(value) for value in query.get("X-Amz-Credential", []))


def _posted_form(environ, body):
    """Whether the body is a form with a signed policy.

    https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    """
    return environ["REQUEST_METHOD"] == "POST" and not environ.get("QUERY_STRING") and \
        environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data;") and bool(_FORM.search(body))


def _bucket(environ):
    """moto's bucket that a request is for, as moto itself reads host and path; None if there is none."""
    request = Request(environ)
    name = bucket_name_from_url if S3Response.subdomain_based_buckets(request) else bucket_name_from_path
    return s3_backends[ACCOUNT]["aws"].buckets.get(name(request.url))


def _refusal(bucket, method):
    """403, in S3's words."""
    message = f"CORSResponse: {_DENIED if bucket.cors else 'CORS is not enabled for this bucket.'}"
    return 403, [("Content-Type", "application/xml")], (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>AccessForbidden</Code><Message>{escape(message)}</Message><Method>{escape(method)}</Method>"
        "<ResourceType>OBJECT</ResourceType></Error>").encode()
