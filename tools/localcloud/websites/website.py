"""Websites: the responses of a CloudFront distribution, from a private bucket or a REST API.

Differences from AWS: HTTP only (a viewer protocol policy redirects nobody), nothing is cached, gzip but no
brotli, and no functions run at the edge. OPTIONS on a bucket is refused, as S3 does without CORS rules.
"""
import functools
import gzip
import logging
import re
import secrets
from pathlib import Path

from botocore.exceptions import ClientError
from moto.cloudfront.models import Origin, cloudfront_backends
from werkzeug.sansio.http import is_resource_modified

from aws.iam.evaluation import matches
from localcloud import api, pages
from localcloud.authorization.refusals import of_s3
from localcloud.moto import state
from localcloud.moto.replacing import replace
from localcloud.websites import private_bucket, response_headers

LOG = logging.getLogger(__name__)
_BUCKET = re.compile(r"(.+?)\.s3[.-](?:[\w-]+\.)*amazonaws\.com(?:\.cn)?")
_API = re.compile(r"([a-z0-9]+)\.execute-api\.([\w-]+)\.amazonaws\.com(?:\.cn)?")
# Managed origin request policies that forward the viewer's query string, cookies and headers.
_ALL_VIEWER = {"216adef6-5c7f-47e4-b989-5492eafa07d3", "b689b0a8-53d0-40ab-baf2-68738e2966ac"}
_COMPRESSED = re.compile(
    r"text/|application/(?:\w+\+)?(?:javascript|json|xml|wasm)|application/x-javascript|"
    r"font/(?:otf|ttf)|image/(?:svg\+xml|bmp)|application/(?:vnd.ms-fontobject|rss\+xml)")
_MIN_COMPRESSED, _MAX_COMPRESSED = 1_000, 10_000_000  # bytes that are compressed


@functools.cache
def install():
    """Have moto record an origin's access control, and that the origin is a bucket."""
    @replace(Origin, "__init__")
    def init(original, self, origin):
        original(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId") or ""
        if "S3OriginConfig" in origin:
            self.s3_origin_config = {"OriginAccessIdentity": self.s3_access_identity}


def by_host(host):
    """The id of the distribution whose domain name or alias a host is, with any port; else None."""
    name = host.partition(":")[0].lower()
    for distribution in list(cloudfront_backends[state.ACCOUNT]["aws"].distributions.values()):
        aliases = distribution.distribution_config.Aliases.get("Items") or []
        if name in [distribution.domain_name, *(alias.lower() for alias in aliases)]:
            return distribution.distribution_id
    return None


def handle(distribution_id, path, environ, body=b""):
    """(status, headers, bytes) of a request to a distribution.

    distribution_id  its id, or the first part of its domain name
    path             decoded, as in PATH_INFO
    """
    distribution = _distribution(distribution_id)
    if distribution is None:
        return _edge_error(404, f"There is no distribution {distribution_id}")
    config = distribution["DistributionConfig"]
    path = path.encode("latin-1", "replace").decode("utf-8", "replace")  # WSGI's spelling of UTF-8
    path = f"/{config['DefaultRootObject']}" if path == "/" and config.get("DefaultRootObject") else path
    behaviour = _behaviour(config, path)
    method = environ["REQUEST_METHOD"]
    if method not in (behaviour.get("AllowedMethods") or {}).get("Items", ["GET", "HEAD"]):
        return _edge_error(403, "This distribution is not configured to allow the HTTP request method that was "
                                "used for this request. The distribution supports only cachable requests.")
    response = _origin_response(distribution, config, behaviour, path, environ, body)
    response = _error_response(distribution, config, response, environ)
    response = _unpublished_response(distribution, config, behaviour, response, path, environ)
    return _viewer_response(response, behaviour, environ)


def _distribution(name):
    """moto's dict of a distribution, by its id or by the label of its host name; None if there is none."""
    client = state.client("cloudfront", "us-east-1")
    try:
        return client.get_distribution(Id=name)["Distribution"]
    except ClientError:
        distribution_id = by_host(f"{name}.cloudfront.net")
        return client.get_distribution(Id=distribution_id)["Distribution"] if distribution_id else None


def _behaviour(config, path):
    """The first cache behaviour whose pattern matches the path, else the default one."""
    for behaviour in config.get("CacheBehaviors", {}).get("Items", []):
        if matches("/" + behaviour["PathPattern"].lstrip("/"), path):
            return behaviour
    return config["DefaultCacheBehavior"]


def _origin_response(distribution, config, behaviour, path, environ, body):
    """The response of the behaviour's origin: a bucket or a REST API; 502 for any other origin."""
    origin = _origin(config, behaviour)
    domain, folder = origin["DomainName"], origin.get("OriginPath", "")
    bucket, rest_api = _BUCKET.fullmatch(domain), _API.fullmatch(domain)
    if bucket:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return of_s3("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.")
        # None without install(): it is unknown then whether the origin has an access control; assume that it has.
        signed = origin.get("OriginAccessControlId") != ""
        return private_bucket.fetched(bucket[1], (folder + path).lstrip("/"), distribution["ARN"], signed)
    if rest_api:
        return api.response(rest_api[2], rest_api[1], f"/{(folder + path).lstrip('/')}",
                          _forwarded(behaviour, environ, domain), body)
    LOG.error("the origin %s of %s is neither a bucket nor a REST API: not supported by the local cloud",
              domain, distribution["Id"])
    return _edge_error(502, f"CloudFront wasn't able to connect to the origin {domain}.")


def _forwarded(behaviour, environ, domain):
    """The environ of the request to an API origin: without an origin request policy neither query nor cookies."""
    forwarded = {**environ, "HTTP_HOST": domain}
    forwarded.pop("localcloud.headers", None)
    if behaviour.get("OriginRequestPolicyId") in _ALL_VIEWER:
        return forwarded
    if not (behaviour.get("ForwardedValues") or {}).get("QueryString"):
        forwarded["QUERY_STRING"] = ""
    for name in ("HTTP_AUTHORIZATION", "HTTP_COOKIE"):
        forwarded.pop(name, None)
    return forwarded


def _error_response(distribution, config, response, environ):
    """(status, headers, bytes) of the distribution's error page for the response's status; the response without one."""
    for error_page in config.get("CustomErrorResponses", {}).get("Items", []):
        if error_page["ErrorCode"] == response[0] and error_page.get("ResponsePagePath"):
            path = error_page["ResponsePagePath"]
            page = _origin_response(distribution, config, _behaviour(config, path), path,
                                  {**environ, "REQUEST_METHOD": "GET"}, b"")
            if page[0] == 200:
                return int(error_page.get("ResponseCode") or response[0]), page[1], page[2]
            LOG.error("%s has %s for status %s, but it answers %s", distribution["Id"], path, response[0], page[0])
    return response


def _unpublished_response(distribution, config, behaviour, response, path, environ):
    """A page for people that explains how to publish, if the bucket lacks the index or a folder's page.

    Else the response itself. AWS answers S3's XML; a program that requests anything but the index gets that here too.
    """
    index = config.get("DefaultRootObject")
    if response[0] not in (403, 404) or not index or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return response
    if path != f"/{index}" and "text/html" not in environ.get("HTTP_ACCEPT", ""):
        return response
    origin = _origin(config, behaviour)
    bucket = _BUCKET.fullmatch(origin["DomainName"])
    signed = origin.get("OriginAccessControlId") != ""

    def lacks(page):
        return bucket and private_bucket.lacks(bucket[1], (origin.get("OriginPath", "") + page).lstrip("/"),
                                               distribution["ARN"], signed)
    missing = f"/{index}"
    if not lacks(missing):
        missing = f"{path}{index}"
        if not path.endswith("/") or dict(response[1])["Content-Type"] != "application/xml" or not lacks(path):
            return response
    several = len(cloudfront_backends[state.ACCOUNT]["aws"].distributions) > 1
    return 404, [("Content-Type", "text/html; charset=utf-8")], pages.unpublished(
        missing[1:], Path("site").is_dir(), Path("site", missing[1:]).is_file(), several)


def _origin(config, behaviour):
    """The dict of the origin that a cache behaviour names."""
    return next(origin for origin in config["Origins"]["Items"] if origin["Id"] == behaviour["TargetOriginId"])


def _viewer_response(response, behaviour, environ):
    """The response for the viewer: conditional, a range, or compressed, with the edge's own headers."""
    status, headers, payload = response
    failed = status >= 400
    policy = behaviour.get("ResponseHeadersPolicyId")
    if policy and response_headers.exists(policy):
        headers = response_headers.added(headers, policy, environ.get("HTTP_ORIGIN"))
    elif policy:
        LOG.error("the local cloud does not have the response headers policy %s", policy)
    if status == 200:
        status, headers, payload = _representation(headers, payload, behaviour, environ)
    own = [("X-Cache", "Error from cloudfront" if failed else "Miss from cloudfront"),
           ("Via", "1.1 local.cloudfront.net (CloudFront)"), ("X-Amz-Cf-Id", secrets.token_urlsafe(42))]
    return status, headers + own, payload


def _representation(headers, payload, behaviour, environ):
    """304 if the viewer's copy is current, 206 for a range, else 200, compressed if the behaviour compresses it."""
    by_name = {name.lower(): value for name, value in headers}
    if not is_resource_modified(
            http_if_none_match=environ.get("HTTP_IF_NONE_MATCH"), etag=by_name.get("etag"),
            http_if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"), last_modified=by_name.get("last-modified")):
        names = ("etag", "last-modified", "cache-control", "expires", "vary")
        return 304, [pair for pair in headers if pair[0].lower() in names], b""
    part = re.fullmatch(r"bytes=(\d*)-(\d*)", environ.get("HTTP_RANGE", ""))
    if part and (part[1] or part[2]) and "accept-ranges" in by_name:
        return _part(part, headers, payload)
    if (behaviour.get("Compress") and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
            and "content-encoding" not in by_name and _MIN_COMPRESSED <= len(payload) <= _MAX_COMPRESSED
            and _COMPRESSED.match(by_name.get("content-type", ""))):
        headers = [(name, f"W/{value}" if name.lower() == "etag" and not value.startswith("W/") else value)
                   for name, value in headers if name.lower() not in ("content-length", "accept-ranges")]
        return 200, headers + [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")], \
            gzip.compress(payload, 6, mtime=0)
    return 200, headers, payload


def _part(part, headers, payload):
    """206 with the bytes of "bytes=0-99", "bytes=100-" or "bytes=-5"; 416 for an empty range."""
    size = len(payload)
    if part[1]:
        first, last = int(part[1]), min(int(part[2] or size - 1), size - 1)
    else:
        first, last = max(size - int(part[2]), 0), size - 1
    if first > last:
        status, headers, payload = of_s3("InvalidRange", "The requested range is not satisfiable", 416)
        return status, [("Content-Range", f"bytes */{size}"), *headers], payload
    return 206, headers + [("Content-Range", f"bytes {first}-{last}/{size}")], payload[first:last + 1]


def _edge_error(status, message):
    """An error that CloudFront itself answers: (status, headers, bytes)."""
    return status, [("Content-Type", "text/html"), ("X-Cache", "Error from cloudfront")], (
        "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>"
        f"<H1>{status} ERROR</H1><H2>The request could not be satisfied.</H2>{pages.escape(message)}</BODY></HTML>"
    ).encode()
