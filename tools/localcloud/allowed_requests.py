"""Which requests are allowed: those of a browser only at addresses for browsers, and all only under names of this
machine.

The local cloud verifies no signature, so a client that can connect to it can do anything, also run code as its user.
AWS CLI, boto3 and curl are such clients; a web page must not be one, of whatever site, the app's own website included:
that has the same origin as everything else here. So a request that a browser sends is refused unless it is for

    a deployed API, a website             answered before this module checks for browsers; the app's own CORS
    a presigned URL of S3                 bucket_cors.py; the bucket's own CORS rules
    the user pool's public operations     public_operations.py; as on AWS, any origin
    one of PAGES                          opened by a person, not fetched by a script

Headers that no page can omit identify a browser's request: https://www.w3.org/TR/fetch-metadata/. A Host that is
neither this machine's nor the app's is another site's name that resolves to this machine: DNS rebinding.
"""
import ipaddress
import re
from urllib.parse import quote

PAGES = {"/", "/_aws/health", "/_aws/openapi"}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::\d{1,5})?")
# Names that resolve to AWS or to this machine, never to another site: also those of virtual-hosted buckets.
_LOCAL = re.compile(r"(?:[a-z0-9._-]+\.)?(?:localhost|amazonaws\.com(?:\.cn)?|api\.aws)")
# Every browser sends one of these, or a name that begins with "Sec-". Safari sends no Sec-Fetch-* to http.
_OF_BROWSERS = ("Origin", "Referer", "Access-Control-Request-Method", "Access-Control-Request-Headers")
# Keys of an environ that describe the connection and the client, and that select nothing in moto.
_OF_CONNECTION = ("REMOTE_ADDR", "REMOTE_PORT", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE",
                  "SCRIPT_NAME", "REQUEST_METHOD", "PATH_INFO", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ORIGIN")
# Headers of a response that a person may see and no page may read: no frame, no script, no browser cache.
UNREADABLE = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
              ("Referrer-Policy", "same-origin"),
              ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                                          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox")]


class Closed(Exception):
    """A request that is refused; its message is the reason."""

    def response(self):
        """(status, headers, bytes) of the response to the refused request."""
        return 403, [("Content-Type", "text/plain; charset=utf-8")], (
            f"The local cloud refuses this request: {self}.\nWhich requests are let in, and why: docs/security.md\n"
        ).encode()


def host(environ):
    """The host of a request, in lower case and without its port. Raises Closed.

    There must be one Host header, equal to the host of an absolute request target ("GET http://name/ HTTP/1.1").
    """
    names = {value for name, value in environ.get("localcloud.headers") or () if name.lower() == "host"}
    names = {name.lower() for name in [*names, environ.get("HTTP_HOST", "")]}
    match = _HOST.fullmatch(names.pop())
    if names or not match:
        raise Closed("it does not have one plain Host header")
    return match[1].rstrip(".")


def is_local(name):
    """Whether a host is this machine's own, or a name of an AWS service; the app's own names are not."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return bool(_LOCAL.fullmatch(name))


def unknown_host(name):
    """The Closed of a host that is neither local nor the app's."""
    return Closed(f"the host {name!r} is neither this machine's own, such as 127.0.0.1 or localhost, nor an address of "
                  "the app; another site's name that resolves to this machine would open it to that site's pages")


def browser(environ):
    """The header that shows that a browser sends a request ("Origin: http://evil.example"), or ""."""
    for name in _OF_BROWSERS:
        value = environ.get("HTTP_" + name.upper().replace("-", "_"))
        if value is not None:
            return f"{name}: {value}"
    for name, value in environ.items():
        if name.startswith("HTTP_SEC_"):  # only browsers set these; pages cannot
            return f"{name.removeprefix('HTTP_').replace('_', '-').title()}: {value}"
    for name, value in environ.get("localcloud.headers") or ():
        if name.lower().replace("_", "-").startswith("sec-"):
            return f"{name}: {value}"
    agent = environ.get("HTTP_USER_AGENT", "")
    if agent.startswith("Mozilla/"):
        return f"User-Agent: {agent}"
    language = environ.get("HTTP_ACCEPT_LANGUAGE")  # a script in Safari may choose its User-Agent
    return "" if language is None else f"Accept-Language: {language}"


def opens_page(environ):
    """Whether a person opens one of PAGES: by its address or a link from here, not from another site or a script."""
    if environ["PATH_INFO"] not in PAGES or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["QUERY_STRING"]:
        return False
    if "HTTP_SEC_FETCH_SITE" not in environ:
        return browser(environ).startswith("User-Agent: ")
    return "HTTP_ORIGIN" not in environ and opens_document(environ) and \
        environ["HTTP_SEC_FETCH_SITE"] in ("none", "same-origin")


def opens_document(environ):
    """Whether a browser loads a page of its own, not one in a frame, as far as Sec-Fetch-* headers show it."""
    return environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and \
        environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"


def refuse_motos_interface(environ, signed_service):
    """Raises Closed for moto's own interface, under every host. For programs, a bucket may have keys of that name."""
    path = environ["PATH_INFO"]
    if (path == "/moto-api" or path.startswith("/moto-api/")) and (signed_service != "s3" or browser(environ)):
        raise Closed("moto's own interface would change the state without the rest of the local cloud")


def checked_environ(environ, **more):
    """A new WSGI environ: method, path and host as in `environ`, no query, and only the headers in `more`.

    moto gets this with what was checked, never a page's whole request.
    """
    plain = {name: environ[name] for name in _OF_CONNECTION if name in environ}
    plain |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
    return plain | {"QUERY_STRING": "", "RAW_URI": quote(plain["PATH_INFO"].encode("latin-1"))} | more


def closed_to_browsers(environ):
    """The Closed of a browser's request that is of none of the permitted kinds."""
    return Closed(f"a browser sends it ({browser(environ)}), and pages may only call the app's API, its websites, "
                  "presigned URLs of S3 where the bucket's CORS rules allow it, and the user pool's public operations")


def origin(environ):
    """The origin of the page whose script sends a request; None if no script sends it (a link, an image, a form).

    A script of our own origin sends no Origin with GET. On AWS the page and the service would have different origins.
    """
    if environ.get("HTTP_SEC_FETCH_MODE") in ("cors", "same-origin"):
        return environ.get("HTTP_ORIGIN") or f"http://{environ['HTTP_HOST']}"
    return environ.get("HTTP_ORIGIN")


def unsigned(environ):
    """Whether only its address shows for which service a request is."""
    return not {"HTTP_AUTHORIZATION", "HTTP_X_AMZ_TARGET"} & environ.keys()
