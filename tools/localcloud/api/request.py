"""An HTTP request for the data plane, read from a WSGI environ."""
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

# Not passed on to an integration: "Amazon API Gateway important notes", REST APIs, and headers that the edge removes.
DROPPED = {"connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate",
           "server", "te", "trailer", "transfer-encoding", "upgrade", "www-authenticate"}
# Of a REST API, also of a route with ANY: docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


class Request(NamedTuple):
    """path is percent-encoded, as the client sent it; headers and query are lists of pairs, in order.

    base   the base path that selected the API at a custom domain name: "/v1", or ""
    trace  the X-Amzn-Trace-Id of the client, which is not in headers, or None
    """

    method: str
    path: str
    headers: list
    query: list
    body: bytes
    host: str
    source: str
    base: str = ""
    trace: str | None = None
    raw_query: str = ""

    def header(self, name):
        """The last value of a header, whose name may have any case; None without it."""
        name = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)

    def query_values(self):
        """{"page": "2"}: of a repeated name, the last value."""
        return dict(self.query)


def request(path: str, environ: dict, body: bytes, ends: str = "&") -> Request:
    """The Request of a WSGI environ.

    path  the part after the stage, decoded as WSGI decodes PATH_INFO
    ends  the characters between the parameters of a query; a REST API also splits it at semicolons
          (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html)
    """
    headers = _headers(environ)
    source = environ.get("REMOTE_ADDR") or "127.0.0.1"
    forwarded = environ.get("HTTP_X_FORWARDED_FOR")
    trace = next((value for name, value in headers if name.lower() == "x-amzn-trace-id"), None)
    replaced = {"x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id", "host"}
    host = environ.get("HTTP_HOST", "")
    headers = [pair for pair in headers if pair[0].lower() not in DROPPED | replaced]
    headers += [("Host", host),
                ("X-Forwarded-For", f"{forwarded}, {source}" if forwarded else source),
                ("X-Forwarded-Port", str(environ.get("SERVER_PORT", "80"))),
                ("X-Forwarded-Proto", environ.get("wsgi.url_scheme", "http"))]
    query = parse_qsl(re.sub(f"[{ends}]", "&", environ.get("QUERY_STRING", "")), keep_blank_values=True)
    return Request(environ["REQUEST_METHOD"], _raw(path, environ), headers, query, body, host, source,
                   environ.get("localcloud.base", ""), trace, environ.get("QUERY_STRING", ""))


def _headers(environ):
    """[(name, value)] of the client: the raw list that the server stored, else from the environ.

    The raw list, "localcloud.headers", has the case of names and repetitions, which WSGI loses.
    """
    raw = environ.get("localcloud.headers")
    if raw is not None:
        return list(raw)
    headers = []
    for key, value in environ.items():
        name = key.removeprefix("HTTP_")
        if value != "" and (name != key or key in ("CONTENT_TYPE", "CONTENT_LENGTH")):
            headers.append(("-".join(word.capitalize() for word in name.split("_")), value))
    return headers


def _raw(path, environ):
    """The path as the client spelt it, as far as the environ has it.

    REST APIs leave percent-encoding as it is, %2F too (aws-sam-cli issues 771 and 3524), and WSGI decodes it.
    REQUEST_URI has the undecoded URL; the result is its longest suffix that decodes to the path.
    """
    path = path.encode("latin-1", "ignore").decode("utf-8", "replace") if not path.isascii() else path
    uri = environ.get("REQUEST_URI", "").partition("?")[0]
    if not uri or uri.endswith(path):
        return path if "%" not in path and path.isascii() else quote(path, safe="/%:@!$&'()*+,;=~")
    start = uri.find("/")
    while start >= 0:
        if unquote(uri[start:]) == path:
            return uri[start:]
        start = uri.find("/", start + 1)
    return quote(path, safe="/:@!$&'()*+,;=~")
