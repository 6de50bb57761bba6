"""Which part of the local cloud answers a request. allowed_requests.py decides which requests are refused.

    GET / of a browser                          a page for people: home.py
    /_aws/health                                the health of the local cloud
    /_aws/openapi                               the operations of the app's API, as a page: openapi_page.py
    /_aws/calls...                              which functions were called, and which failed: calls.py
    /_aws/logs                                  log events in the order of arrival: log_feed.py
    /_aws/execute-api/<api>/<stage>/<path>      a deployed REST API; also by Host. An HTTP API has no stage there
    /_aws/lambda-url/<id>/<path>                a lambda's own URL; also by Host
    /_aws/cloudfront/<distribution>/<path>      a website; also by Host
    POST .../functions/<name>/invocations       a lambda
    cloudformation-custom-resource-response-...  the response of a custom resource: custom_responses.py
    all below                                   not for browsers, except those that allowed_requests.py lets in
    /moto-api                                   refused
    denied by the role of the function that signed      authorization/
    signed for cloudformation                   our own engine
    signed for apigateway                       our own control plane, else moto
    everything else                             moto, under its lock
"""
import importlib
import os
import re
import sys
from urllib.parse import parse_qsl

from localcloud import allowed_requests, json_responses, tracing
from localcloud.functions import invocations
from localcloud.functions.registry import PYTHON
from localcloud.moto import state_wire
from localcloud.scope import regions, scope

API_PATH = re.compile(r"/_aws/execute-api/([^/]+)(/.*)?", re.DOTALL)
URL_PATH = re.compile(r"/_aws/lambda-url/([^/]+)(/.*)?")
SITE_PATH = re.compile(r"/_aws/cloudfront/([^/]+)(/.*)?")
API_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.(?:([a-z0-9-]+)\.)?(?:amazonaws\.com(?:\.cn)?|localhost)")
URL_HOST = re.compile(r"([a-z0-9]+)\.lambda-url\.(?:[a-z0-9-]+\.)?(?:on\.aws|localhost)")
SITE_HOST = re.compile(r"([a-z0-9]+)\.cloudfront\.(?:net|localhost)")
RESPONSE_HOST = re.compile(r"cloudformation-custom-resource-response-[a-z0-9]+\.s3\.amazonaws\.com")
# API Gateway's own: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
HEALTH_CHECKS = ("/ping", "/sping")
HEALTHY = 200, [("Content-Type", "text/plain")], b"healthy"
REGION = "us-east-1"  # of an unsigned request, as for moto


def part(name):
    """A module of the local cloud, imported when first needed: together they would cost a second at start."""
    return importlib.import_module(f"localcloud.{name}")


class Server:
    """Responds to requests: response(environ, body) -> (status, [(header, value)], bytes). Thread-safe."""

    def __init__(self, endpoint, folder, functions):
        self.endpoint = endpoint
        self.folder = str(folder)
        self.functions = functions
        self.state = state_wire.StateWire()

    def response(self, environ, body):
        """(status, headers, bytes) by host, then path, then signature; some requests of browsers are refused."""
        with tracing.carried(tracing.Trace(environ.get("HTTP_X_AMZN_TRACE_ID", ""))):
            return self._response(environ, body)

    def _response(self, environ, body):
        """response(), in the trace of the request."""
        try:
            host = allowed_requests.host(environ)
            allowed_requests.refuse_motos_interface(environ, scope(environ)[0])
            response = self._by_host(environ["PATH_INFO"], host, environ, body)
            if response:
                return response
            if not allowed_requests.is_local(host):
                raise allowed_requests.unknown_host(host)
            return self._app(environ["PATH_INFO"], environ, body) or (
                self._to_browser if allowed_requests.browser(environ) else self._to_program)(environ, body)
        except allowed_requests.Closed as closed:
            return closed.response()

    def _by_host(self, path, host, environ, body):
        """The response at the host name of an API, a function or a website, or at a custom domain name; else None."""
        match = API_HOST.fullmatch(host)
        if match:
            if path in HEALTH_CHECKS:
                return HEALTHY
            return part("api").response(match[2], match[1], path, environ, body)
        match = URL_HOST.fullmatch(host)
        if match:
            return part("api").url_response(match[1], path, environ, body)
        match = SITE_HOST.fullmatch(host)
        if match:
            return part("websites.website").handle(match[1], path, environ, body)
        if allowed_requests.is_local(host):
            return None
        mapping = part("api").by_host(host, path)
        if mapping and path in HEALTH_CHECKS:
            return HEALTHY
        if mapping:
            api_id, stage, base, path = mapping
            return part("api").handle(None, api_id, stage, path, {**environ, "localcloud.base": base}, body)
        distribution = part("websites.website").by_host(host)
        return part("websites.website").handle(distribution, path, environ, body) if distribution else None

    def _app(self, path, environ, body):
        """The response of a deployed API, a function URL or a website, by path; else None."""
        match = API_PATH.fullmatch(path)
        if match:
            return part("api").response(None, match[1], match[2] or "", environ, body)
        match = URL_PATH.fullmatch(path)
        if match:
            return part("api").url_response(match[1], match[2] or "/", environ, body)
        match = SITE_PATH.fullmatch(path)
        return part("websites.website").handle(match[1], match[2] or "/", environ, body) if match else None

    def _to_browser(self, environ, body):
        """(status, headers, bytes) for a browser. Raises Closed."""
        if allowed_requests.opens_page(environ):
            return self._own(environ)
        response = part("users.public_operations").response(environ, body, self.state.response) or \
            part("bucket_cors").response(environ, body, self._presigned)
        if not response:
            raise allowed_requests.closed_to_browsers(environ)
        return response

    def _to_program(self, environ, body):
        """The response to a program: of the local cloud's own addresses, and of AWS's services."""
        path = environ["PATH_INFO"]
        if path.startswith("/_aws/") or part("home").is_requested(environ):
            return self._own(environ)
        if RESPONSE_HOST.fullmatch(allowed_requests.host(environ)):
            return part("cloudformation.custom_responses").handle(environ, body)
        return self._by_signature(path, environ, body)

    def _own(self, environ):
        """The response at an address that AWS does not have."""
        path = environ["PATH_INFO"]
        if path == "/":
            return part("home").response(self.endpoint)
        if path == "/_aws/openapi":
            return part("openapi_page").response(self.endpoint)
        if path.startswith("/_aws/calls"):
            return part("functions.calls").response(path, environ)
        if path == "/_aws/logs":
            return part("log_feed").response(environ)
        if path == "/_aws/health":
            return json_responses.response(self.health(), headers=allowed_requests.UNREADABLE)
        return 404, [("Content-Type", "text/plain")], f"The local cloud has nothing at {path}\n".encode()

    def _presigned(self, environ, body, service):
        """The response to a presigned request of a browser, whose signer's role must allow it."""
        return part("authorization.enforcement").response(
            environ, body, lambda permitted: self.state.response(environ, permitted, service))

    def _by_signature(self, path, environ, body):
        """(status, headers, bytes) for a signed request to an AWS service, which the signer's role must allow."""
        _service, region = scope(environ)
        if region and region not in regions():
            return state_wire.failure(environ, 400, "UnrecognizedClientException", f"AWS has no region {region}")
        refused = part("authorization.presigned").refusal(environ) if allowed_requests.unsigned(environ) else None
        return refused or part("authorization.enforcement").response(
            environ, body, lambda permitted: self._of_service(path, environ, permitted))

    def _of_service(self, path, environ, body):
        """The response of the service that a request's signature names: by the local cloud's parts, else by moto."""
        service, region = scope(environ)
        if service == "cloudformation":
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            status, xml = part("cloudformation").handle(form, region)
            return status, [("Content-Type", "text/xml")], xml
        if environ["REQUEST_METHOD"] == "POST" and invocations.PATH.fullmatch(path):
            later = part("events").invoke_async
            return invocations.invoke(environ, body, region or REGION, self.functions, later)
        if service == "xray":
            return part("functions.segments").response(path, body, region or REGION)
        if service == "apigateway":
            response = part("api").control(environ, body)
            if response:
                return response
        return part("invalid_requests").refusal(environ, body) or self.state.response(environ, body)

    def health(self):
        """{"pid", "endpoint", "folder", "stacks": [name], ...}. start and stop know the cloud by pid and folder."""
        regions = sys.modules.get("localcloud.cloudformation.regions")  # not imported before the first stack
        stacks = [stack.name for stack in (regions.every() if regions else [])
                  if not stack.deleted and stack.parent is None]
        return {"pid": os.getpid(), "endpoint": self.endpoint, "folder": self.folder, "stacks": sorted(stacks),
                "functions": self.functions.count(), "services": self.state.services(),
                "python": PYTHON, "other_runtimes": self.functions.other_runtimes}
