"""Which part of the local cloud answers a request.

    GET / of a browser                          a page for people: home.py
    /_aws/health                                what runs here
    /_aws/calls...                              which functions were called, and which failed: calls.py
    /_aws/execute-api/<api>/<stage>/<path>      a deployed REST API; also by Host
    /_aws/cloudfront/<distribution>/<path>      a website; also by Host
    POST .../functions/<name>/invocations       a lambda
    signed for cloudformation                   our own engine
    signed for apigateway                       our own, else moto
    all else                                    moto, under its lock
"""
import importlib
import json
import os
import re
from urllib.parse import parse_qsl

from localcloud import invocations, state_wire
from localcloud.functions import PYTHON
from localcloud.scope import scope

API_PATH = re.compile(r"/_aws/execute-api/([^/]+)/([^/]+)(/.*)?")
SITE_PATH = re.compile(r"/_aws/cloudfront/([^/]+)(/.*)?")
API_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.(?:([a-z0-9-]+)\.)?")
SITE_HOST = re.compile(r"([a-z0-9]+)\.cloudfront\.")
OWN_HOST = re.compile(r"(127\.|localhost|\[::1\])|.*\.amazonaws\.com(\.cn)?(:\d+)?$")
REGION = "us-east-1"  # of an unsigned request, as for moto


def part(name):
    """A part of the local cloud, imported when first needed: together they would cost a second at start."""
    return importlib.import_module(f"localcloud.{name}")


class Server:
    """Answers requests: answer(environ, body) -> (status, [(header, value)], bytes). Thread-safe."""

    def __init__(self, endpoint, folder, functions):
        self.endpoint = endpoint
        self.folder = str(folder)
        self.functions = functions
        self.state = state_wire.StateWire()

    def answer(self, environ, body):
        """By path, then by host, then by signature."""
        path, host = environ["PATH_INFO"], environ.get("HTTP_HOST", "").lower()
        if path.startswith("/_aws/"):
            return self._own(path, environ, body)
        answer = self._by_host(path, host, environ, body)
        if not answer and path == "/" and part("home").is_wanted(environ):
            return part("home").answer(self.endpoint)
        return answer or self._by_signature(path, environ, body)

    def _own(self, path, environ, body):
        """What has no address on AWS."""
        if path == "/_aws/health":
            return 200, [("Content-Type", "application/json")], json.dumps(self.health()).encode()
        if path.startswith("/_aws/calls"):
            return part("calls").door(path, environ)
        found = API_PATH.fullmatch(path)
        if found:
            return part("api").handle(None, found[1], found[2], found[3] or "/", environ, body)
        found = SITE_PATH.fullmatch(path)
        if found:
            return part("website").handle(found[1], found[2] or "/", environ, body)
        return 404, [("Content-Type", "text/plain")], f"The local cloud has nothing at {path}\n".encode()

    def _by_host(self, path, host, environ, body):
        """An API's or a website's own host name, or a domain of theirs; else None."""
        found = API_HOST.match(host)
        if found:
            _, stage, *rest = path.split("/", 2)
            return part("api").handle(found[2], found[1], stage, "/" + "".join(rest), environ, body)
        found = SITE_HOST.match(host)
        if found:
            return part("website").handle(found[1], path, environ, body)
        if not host or OWN_HOST.match(host):
            return None
        mapping = part("api").by_host(host, path)
        if mapping:
            api_id, stage, base, path = mapping
            return part("api").handle(None, api_id, stage, path, {**environ, "localcloud.base": base}, body)
        distribution = part("website").by_host(host)
        return part("website").handle(distribution, path, environ, body) if distribution else None

    def _by_signature(self, path, environ, body):
        """A call of AWS's own API."""
        service, region = scope(environ)
        if service == "cloudformation":
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            status, xml = part("cloudformation").handle(form, region)
            return status, [("Content-Type", "text/xml")], xml
        if environ["REQUEST_METHOD"] == "POST" and invocations.PATH.fullmatch(path):
            later = part("events").invoke_async
            return invocations.invoke(environ, body, region or REGION, self.functions, later)
        if service == "apigateway":
            answer = part("api").control(environ, body)
            if answer:
                return answer
        return self.state.answer(environ, body)

    def health(self):
        """What runs here: `start`, `stop` and `status` know this cloud by its pid and folder."""
        return {"pid": os.getpid(), "endpoint": self.endpoint, "folder": self.folder,
                "functions": self.functions.count(), "services": self.state.services(),
                "python": PYTHON, "asked": self.functions.unlike}
