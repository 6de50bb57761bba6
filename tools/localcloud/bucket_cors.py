"""Presigned URLs in a browser: a bucket's CORS rules decide.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
Differences from AWS, because not every signature is verified here (authorization/presigned.py), and because the app's
pages have the origin of its buckets:

    a request that writes         needs a rule, also where a browser needs none (a posted form)
    a script                      gets no response unless a rule permits it
    an element of our own page    gets none either: a script could read an image or a frame of its own origin
    a frame                       gets none: after another site's redirect it would have our own origin
    a link that a person follows  opens in a sandbox, and the browser does not cache it
    a bucket's settings           are closed to pages

S3 gets a new request that has only what was checked: bucket, key, query and headers.
"""
import re
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from moto.s3.models import s3_backends
from moto.s3.responses import S3Response
from moto.s3.utils import bucket_name_from_url
from werkzeug.wrappers import Request

from aws.iam.evaluation import listed, matches
from localcloud import allowed_requests
from localcloud.authorization import presigned, refusals
from localcloud.moto.state import ACCOUNT

_SIGNED = ({"X-Amz-Credential", "X-Amz-Signature"}, {"AWSAccessKeyId", "Signature"})
_SCOPE = re.compile(r"[^/]+/\d{8}/[\w-]+/s3/aws4_request")
_FORM = re.compile(rb'name="?(x-amz-)?signature"?', re.IGNORECASE)
_METHODS = ("GET", "HEAD", "PUT", "DELETE")
# Query parameters that a page may use: of the signature, one object or upload, a listing; not of settings.
_QUERY = re.compile(r"(x-amz|response)-[\w-]+|x-id|awsaccesskeyid|signature|expires|versionid|partnumber|uploadid|"
                    r"content-type|content-md5|list-type|prefix|delimiter|marker|max-keys|start-after|"
                    r"continuation-token|encoding-type|fetch-owner")
# A page's headers that S3 gets. A copy would read another bucket, whose rules were not checked.
_HEADERS = re.compile(r"CONTENT_(TYPE|LENGTH)|HTTP_(CONTENT_\w+|CACHE_CONTROL|EXPIRES|RANGE|IF_\w+|"
                      r"X_AMZ_(?!COPY_SOURCE)\w+)")
_FRAMES = ("iframe", "frame", "object", "embed", "fencedframe")  # of Sec-Fetch-Dest
_PATH_HOST = "s3.amazonaws.com"  # S3 reads the bucket from the path there
_DENIED = "This CORS request is not allowed. This is usually because the evalution of Origin, request method / " \
    "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."


def response(environ, body, forward):
    """(status, headers, bytes) of a presigned request, a posted form, or a preflight; None for any other request.

    forward(environ, body, service) -> (status, headers, bytes) of the service, whatever service the request names
    """
    is_preflight = environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ORIGIN" in environ
    is_unsigned = allowed_requests.unsigned(environ)
    if not (is_preflight or is_unsigned and (_presigned(environ) or _posted_form(environ, body))):
        return None
    name, key = _address(environ)
    bucket = s3_backends[ACCOUNT]["aws"].buckets.get(name)
    if bucket is None or not is_preflight and not _is_plain(environ, key):
        return None
    method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD", "") if is_preflight else environ["REQUEST_METHOD"]
    origin = allowed_requests.origin(environ)
    headers = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "") if is_preflight else ""
    permission = origin and permitted(rules(bucket), origin, method, headers)
    if is_preflight:
        return (200, permission, b"") if permission else _refusal(bucket, method)
    if not permission and (origin or method not in ("GET", "HEAD") or not _is_unreadable(environ)):
        return _refusal(bucket, method)
    status, headers, payload = presigned.refusal(environ) or forward(_checked(environ, name, key), body, "s3")
    added = permission or _sandbox(headers)
    replaced = {header.lower() for header, _value in added}
    headers = [pair for pair in headers if not pair[0].lower().startswith("access-control-")
               and pair[0].lower() not in replaced - {"vary"}]
    return status, headers + added, payload


def _is_plain(environ, key):
    """Whether a request is for an object, a listing or a form, and not for a setting of a bucket or an object."""
    names = [name.lower() for name, _value in _query(environ)]
    return all(map(_QUERY.fullmatch, names)) and bool(key or environ["REQUEST_METHOD"] in ("GET", "HEAD", "POST"))


def _is_unreadable(environ):
    """Whether no page of our own origin can read the response to a GET that no rule permits.

    If a browser sends no Sec-Fetch-Site (Safari, over http), Accept shows that it loads a page, which gets a sandbox,
    and Referer that an image belongs to another site's page.
    """
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is None:
        page = urlsplit(environ.get("HTTP_REFERER", "")).netloc
        return "text/html" in environ.get("HTTP_ACCEPT", "") or page not in ("", environ["HTTP_HOST"])
    if environ.get("HTTP_SEC_FETCH_MODE") == "navigate":
        return allowed_requests.opens_document(environ)
    return site != "same-origin" and environ.get("HTTP_SEC_FETCH_DEST") not in _FRAMES


def _sandbox(headers):
    """The headers added to a response that no rule permits. Chromium shows no PDF in a sandbox."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "").partition(";")[0].strip()
    policy = "frame-ancestors 'none'" + "; sandbox" * (kind.lower() != "application/pdf")
    return [("Content-Security-Policy", policy), ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store")]


def _checked(environ, bucket, key):
    """The environ of a new request for one object of one bucket, with the query and headers that a page may send."""
    path = f"/{bucket}/{key}" if key else f"/{bucket}"
    query = urlencode(_query(environ))
    raw = quote(path.encode("latin-1"))
    headers = {name: value for name, value in environ.items() if _HEADERS.fullmatch(name)}
    return allowed_requests.checked_environ(
        environ, **headers, HTTP_HOST=_PATH_HOST, PATH_INFO=path, QUERY_STRING=query,
        RAW_URI=f"{raw}?{query}" if query else raw)


def _query(environ):
    """[(name, value)] of a request's query string."""
    return parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)


def permitted(bucket_rules, origin, method, headers):
    """[(name, value)]: the response headers of the first rule that permits a request; None if no rule permits it.

    bucket_rules  rules() of a bucket
    headers       Access-Control-Request-Headers of a preflight: "content-type,x-amz-acl"
    """
    names = [name.strip().lower() for name in headers.split(",") if name.strip()]
    for rule in bucket_rules:
        pattern = next((pattern for pattern in rule["origins"] if matches(pattern, origin)), None)
        if pattern is None or method not in rule["methods"] or not all(
                any(matches(pattern.lower(), name) for pattern in rule["headers"]) for name in names):
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
    """A bucket's CORS rules: [{"origins", "methods", "headers", "exposed": lists of text, "seconds": text or None}]"""
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


def _address(environ):
    """(bucket, key) of a request, by host or by path; the bucket's name may be None, the key "".

    The key is encoded as in PATH_INFO.
    """
    request, path = Request(environ), environ["PATH_INFO"].removeprefix("/")
    if S3Response.subdomain_based_buckets(request):
        return bucket_name_from_url(request.url), path
    bucket, _slash, key = path.partition("/")
    return bucket, key


def _refusal(bucket, method):
    """(403, headers, bytes) with S3's message."""
    message = f"CORSResponse: {_DENIED if bucket.cors else 'CORS is not enabled for this bucket.'}"
    return refusals.of_s3("AccessForbidden", message, Method=method, ResourceType="OBJECT")
