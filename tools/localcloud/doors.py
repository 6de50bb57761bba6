"""Who may reach what: browsers come in only where the app has a door, and only under names that are served here.

The local cloud verifies no signature, so whoever reaches it may do anything, also run code as its user. AWS CLI,
boto3 and curl do reach it; a web page must not, whichever site it is from, the app's own website included: that has
the same origin as all else here. So a request that a browser sends is refused unless it is for

    a deployed API, a website             answered before this module is asked about browsers; the app's own CORS
    a presigned URL of S3                 bucket_cors.py; the bucket's own CORS rules
    the user pool's public operations     user_pool_door.py; as on AWS, any origin
    one of PAGES                          opened by a person, not fetched by a script

A browser's request is known by headers that no page can leave out: https://www.w3.org/TR/fetch-metadata/. A Host that
is not served here is another site's name that leads to this machine: DNS rebinding.
"""
import ipaddress
import re
from urllib.parse import quote

PAGES = {"/", "/_aws/health"}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::\d{1,5})?")
# Names that lead to AWS or here, and never to somebody else's page: virtual-hosted buckets among them.
_LOCAL = re.compile(r"(?:[a-z0-9._-]+\.)?(?:localhost|amazonaws\.com(?:\.cn)?|api\.aws)")
# What every browser sends, one or the other, besides names that begin with "Sec-". Safari sends no Sec-Fetch-* to http.
_OF_BROWSERS = ("Origin", "Referer", "Access-Control-Request-Method", "Access-Control-Request-Headers")
# What describes a connection and a client, and chooses nothing in moto.
_OF_CONNECTION = ("REMOTE_ADDR", "REMOTE_PORT", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE",
                  "SCRIPT_NAME", "REQUEST_METHOD", "PATH_INFO", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ORIGIN")
# Of an answer that a person may see and no page may read: no frame, no script in it, nothing in the browser's cache.
UNREADABLE = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
              ("Referrer-Policy", "same-origin"),
              ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                                          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox")]


class Closed(Exception):
    """A request that is refused, and why."""

    def answer(self):
        """(status, headers, bytes)."""
        return 403, [("Content-Type", "text/plain; charset=utf-8")], (
            f"The local cloud refuses this request: {self}.\nWhat it lets in, and why: docs/security.md\n").encode()


def host(environ):
    """The name or address that a request is for, in small letters and without its port. Raises Closed.

    One Host header, and the same in an absolute request target ("GET http://name/ HTTP/1.1").
    """
    names = {value for name, value in environ.get("localcloud.headers") or () if name.lower() == "host"}
    names = {name.lower() for name in [*names, environ.get("HTTP_HOST", "")]}
    match = _HOST.fullmatch(names.pop())
    if names or not match:
        raise Closed("it does not have one plain Host header")
    return match[1].rstrip(".")


def is_local(name):
    """Whether a host is this machine's own, or a name of AWS's services; the app's names are not among them."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return bool(_LOCAL.fullmatch(name))


def unknown_host(name):
    """The Closed of a host that is neither local nor the app's."""
    return Closed(f"the host {name!r} is neither this machine's own, such as 127.0.0.1 or localhost, nor an address of "
                  "the app; another site's name that leads here would open it to that site's pages")


def browser(environ):
    """What shows that a browser sends a request ("Origin: http://evil.example"), or ""."""
    for name in _OF_BROWSERS:
        value = environ.get("HTTP_" + name.upper().replace("-", "_"))
        if value is not None:
            return f"{name}: {value}"
    for name, value in environ.items():
        if name.startswith("HTTP_SEC_"):  # no page can set these, and no program does
            return f"{name.removeprefix('HTTP_').replace('_', '-').title()}: {value}"
    for name, value in environ.get("localcloud.headers") or ():
        if name.lower().replace("_", "-").startswith("sec-"):
            return f"{name}: {value}"
    agent = environ.get("HTTP_USER_AGENT", "")
    return f"User-Agent: {agent}" if agent.startswith("Mozilla/") else ""


def opens_page(environ):
    """Whether a person opens one of PAGES: by its address or a link from here, not from another site or a script."""
    if environ["PATH_INFO"] not in PAGES or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["QUERY_STRING"]:
        return False
    if "HTTP_SEC_FETCH_SITE" not in environ:
        return browser(environ).startswith("User-Agent: ")
    return "HTTP_ORIGIN" not in environ and opens_document(environ) and \
        environ["HTTP_SEC_FETCH_SITE"] in ("none", "same-origin")


def opens_document(environ):
    """Whether a browser that tells so loads a page of its own, not one in a frame."""
    return environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and \
        environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"


def refuse_motos_interface(environ, signed_service):
    """Raises Closed for moto's own interface, under every host. For programs, a bucket may have keys of that name."""
    path = environ["PATH_INFO"]
    if (path == "/moto-api" or path.startswith("/moto-api/")) and (signed_service != "s3" or browser(environ)):
        raise Closed("moto's own interface changes the state behind the back of everything else")


def checked_environ(environ, **more):
    """A WSGI environ made anew: method, path and host as in `environ`, no query, and no header but those of `more`.

    What a door forwards to moto is this and what the door has checked, never a page's whole request.
    """
    plain = {name: environ[name] for name in _OF_CONNECTION if name in environ}
    plain |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
    return plain | {"QUERY_STRING": "", "RAW_URI": quote(plain["PATH_INFO"].encode("latin-1"))} | more


def closed_to_browsers(environ):
    """The Closed of a browser's request that no door is open for."""
    return Closed(f"a browser sends it ({browser(environ)}), and pages reach only the app's API, its websites, "
                  "presigned URLs of S3 where the bucket's CORS rules allow it, and the user pool's public operations")


def origin(environ):
    """The origin of the page whose script sends a request; None if no script does (a link, an image, a form).

    A script of our own origin sends no Origin with GET. On AWS its page would have another origin than the service.
    """
    if environ.get("HTTP_SEC_FETCH_MODE") in ("cors", "same-origin"):
        return environ.get("HTTP_ORIGIN") or f"http://{environ['HTTP_HOST']}"
    return environ.get("HTTP_ORIGIN")


def unsigned(environ):
    """Whether nothing but its address says which service a request is for."""
    return not {"HTTP_AUTHORIZATION", "HTTP_X_AMZ_TARGET"} & environ.keys()
