"""Which part of the local cloud answers a request. doors.py says what is refused.

    GET / of a browser                          a page for people: home.py
    /_aws/health                                what runs here
    /_aws/calls...                              which functions were called, and which failed: calls.py
    /_aws/execute-api/<api>/<stage>/<path>      a deployed REST API; also by Host
    /_aws/cloudfront/<distribution>/<path>      a website; also by Host
    POST .../functions/<name>/invocations       a lambda
    all below                                   never a browser, but for doors.py's exceptions
    /moto-api                                   nobody
    signed for cloudformation                   our own engine
    signed for apigateway                       our own, else moto
    all else                                    moto, under its lock
"""
import importlib
import json
import os
import re
import sys
from urllib.parse import parse_qsl

from localcloud import doors
from localcloud.functions import invocations
from localcloud.functions.registry import PYTHON
from localcloud.moto import state_wire
from localcloud.scope import is_region, scope

API_PATH = re.compile(r"/_aws/execute-api/([^/]+)/([^/]+)(/.*)?")
SITE_PATH = re.compile(r"/_aws/cloudfront/([^/]+)(/.*)?")
API_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.(?:([a-z0-9-]+)\.)?(?:amazonaws\.com(?:\.cn)?|localhost)")
SITE_HOST = re.compile(r"([a-z0-9]+)\.cloudfront\.(?:net|localhost)")
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
        """By host, then by path, then by signature. A browser gets no further than the doors that are open to it."""
        try:
            host = doors.host(environ)
            doors.refuse_motos_interface(environ, scope(environ)[0])
            answer = self._by_host(environ["PATH_INFO"], host, environ, body)
            if answer:
                return answer
            if not doors.is_local(host):
                raise doors.unknown_host(host)
            return self._app(environ["PATH_INFO"], environ, body) or (
                self._to_browser if doors.browser(environ) else self._to_program)(environ, body)
        except doors.Closed as closed:
            return closed.answer()

    def _by_host(self, path, host, environ, body):
        """An API's or a website's own host name, or a domain of theirs; else None."""
        match = API_HOST.fullmatch(host)
        if match:
            _, stage, *rest = path.split("/", 2)
            return part("api").handle(match[2], match[1], stage, "/" + "".join(rest), environ, body)
        match = SITE_HOST.fullmatch(host)
        if match:
            return part("websites.website").handle(match[1], path, environ, body)
        if doors.is_local(host):
            return None
        mapping = part("api").by_host(host, path)
        if mapping:
            api_id, stage, base, path = mapping
            return part("api").handle(None, api_id, stage, path, {**environ, "localcloud.base": base}, body)
        distribution = part("websites.website").by_host(host)
        return part("websites.website").handle(distribution, path, environ, body) if distribution else None

    def _app(self, path, environ, body):
        """A deployed API or a website, by path; else None."""
        match = API_PATH.fullmatch(path)
        if match:
            return part("api").handle(None, match[1], match[2], match[3] or "/", environ, body)
        match = SITE_PATH.fullmatch(path)
        return part("websites.website").handle(match[1], match[2] or "/", environ, body) if match else None

    def _to_browser(self, environ, body):
        """What pages may call. Raises Closed."""
        if doors.opens_page(environ):
            return self._own(environ)
        answer = part("users.user_pool_door").answer(environ, body, self.state.answer) or \
            part("bucket_cors").answer(environ, body, self.state.answer)
        if not answer:
            raise doors.closed_to_browsers(environ)
        return answer

    def _to_program(self, environ, body):
        """What has no address on AWS, and all of AWS."""
        path = environ["PATH_INFO"]
        if path.startswith("/_aws/") or part("home").is_wanted(environ):
            return self._own(environ)
        return self._by_signature(path, environ, body)

    def _own(self, environ):
        """What has no address on AWS."""
        path = environ["PATH_INFO"]
        if path == "/":
            return part("home").answer(self.endpoint)
        if path.startswith("/_aws/calls"):
            return part("functions.calls").door(path, environ)
        if path == "/_aws/health":
            return 200, [("Content-Type", "application/json"), *doors.UNREADABLE], json.dumps(self.health()).encode()
        return 404, [("Content-Type", "text/plain")], f"The local cloud has nothing at {path}\n".encode()

    def _by_signature(self, path, environ, body):
        """A call of AWS's own API."""
        service, region = scope(environ)
        if region and not is_region(region):
            return state_wire.failure(environ, 400, "UnrecognizedClientException", f"AWS has no region {region}")
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
        regions = sys.modules.get("localcloud.cloudformation.regions")  # not there as long as no stack is
        stacks = [stack.name for stack in (regions.every() if regions else [])
                  if not stack.deleted and stack.parent is None]
        return {"pid": os.getpid(), "endpoint": self.endpoint, "folder": self.folder, "stacks": sorted(stacks),
                "functions": self.functions.count(), "services": self.state.services(),
                "python": PYTHON, "asked": self.functions.other_runtimes}
