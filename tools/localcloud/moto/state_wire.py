"""All other services of AWS: moto's own WSGI application, under the lock, with an error for each failure."""
import functools
import io
import re
import secrets
import sys
import threading
import traceback
from urllib.parse import urlparse
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

from moto.core.responses import BaseResponse
from moto.moto_server import werkzeug_app
from moto.moto_server.werkzeug_app import (
    DEFAULT_SERVICE_REGION,
    BackendRequest,
    DomainDispatcherApplication,
    create_backend_app,
)
from moto.sqs.models import Queue, SQSBackend

from localcloud import json_responses, tracing
from localcloud.moto.replacing import replace
from localcloud.moto.state import LOCK, unlocked
from localcloud.scope import scope

XML_SERVICES = {"s3", "cloudfront", "route53"}
REGION = "us-east-1"  # of an unsigned request, as for moto
MAX_POLLS = 256  # concurrent long polls of queues: the wire has 512 threads, and 200 functions may run
NESTED = "The body is nested too deeply"
# Calls for which moto invents a response, always the same one: of models, of databases that do not run, of sockets.
INVENTED = re.compile(r"(bedrock /model|polly /v1/speech|sagemaker /endpoints|execute-api /@connections|rekognition |"
                      r"textract |rds-data |comprehend .*\.(Batch)?(Detect|Classify|Contains)|"
                      r"(athena|redshift-data) .*\.(StartQuery|Execute|BatchExecute)|timestream .*\.Query$)")
ERROR_CODE = re.compile(r"[A-Z]\w+Exception")
NO_ROUTE = b"<!doctype html>\n<html lang=en>\n<title>40"  # Flask's page for a path that moto does not have


class WholeRequest(BackendRequest):
    """The body of a PUT is stored as it is, whatever its content type: moto would parse a form and store nothing."""

    @property
    def want_form_data_parsed(self):
        """Whether werkzeug parses the body as a form."""
        return self.method != "PUT" and super().want_form_data_parsed


class Unsupported(Exception):
    """A service or action that the local cloud does not have."""


class Dispatcher(DomainDispatcherApplication):
    """moto's choice of the service, without its guess for unknown requests."""

    def __init__(self):
        super().__init__(backend_app)
        # moto lists the folders of its package for each request: a tenth of the time of GetItem.
        self._backend_for_host = functools.lru_cache(maxsize=1024)(super().get_backend_for_host)

    def get_backend_for_host(self, host):
        """The service's name in moto; None without a host. Raises Unsupported."""
        service = self._backend_for_host(host)
        if host and service in (None, "moto_api"):
            raise Unsupported(f"The local cloud has no service '{host.split('.')[0]}'")
        return service

    def infer_service_region_host(self, environ, path):
        """The service's host by the request's signature. Raises Unsupported for INVENTED calls."""
        service, call = scope(environ)[0], environ.get("HTTP_X_AMZ_TARGET") or environ["PATH_INFO"]
        if INVENTED.match(f"{service} {call}"):
            raise Unsupported(f"{service}{'-runtime' * (service in ('bedrock', 'sagemaker'))}: {call}")
        return super().infer_service_region_host(environ, path)

    def get_application(self, environ):
        """The Flask application of the service that a door has chosen, else of the one that the request names.

        The path does not choose: moto's own interface and the metadata of EC2 are not served.
        """
        host = environ.get("localcloud.service") or self.infer_service_region_host(environ, environ["PATH_INFO"])
        with self.lock:
            service = self.get_backend_for_host(host or ".".join((*DEFAULT_SERVICE_REGION, "amazonaws.com")))
            if service not in self.app_instances:
                self.app_instances[service] = self.create_app(service)
            return self.app_instances[service]

    def get_service_from_path(self, path_info):
        """None: moto reads a service in "/sqs_eu-west-1/...", for requests that it sends to itself."""
        return None, None

    def _get_body(self, environ):
        """The body of a POST, which may be the form of a query API; None for other methods."""
        return super()._get_body(environ) if environ["REQUEST_METHOD"] == "POST" else None


def backend_app(service):
    """moto's Flask application of one service, for whole requests, and without its CORS for any origin."""
    if not hasattr(werkzeug_app, "DISABLE_GLOBAL_CORS"):
        raise RuntimeError("moto has no DISABLE_GLOBAL_CORS any more: pages of any origin could read everything")
    werkzeug_app.DISABLE_GLOBAL_CORS = True
    app = create_backend_app(service)
    app.request_class = WholeRequest
    app.debug = False  # moto's True: each request would prepare error messages about forms
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def install(endpoint):
    """Changes moto's queues: waiting does not hold the lock, and their URLs are this cloud's for every client.

    For all services X-Amz-Target chooses the operation, as on AWS; moto prefers an `Action` of query, body or header.
    """
    own_url, polls = urlparse(endpoint), threading.BoundedSemaphore(MAX_POLLS)

    @replace(BaseResponse, "_get_action")
    def action(original, self):
        return self.headers.get("X-Amz-Target", "").rpartition(".")[2] or original(self)

    @replace(SQSBackend, "receive_message")
    def receive(original, self, queue_name, count, wait_seconds_timeout, *options):
        if not polls.acquire(blocking=False):  # beyond MAX_POLLS a queue is reported as empty at once
            return original(self, queue_name, count, 0, *options)
        try:
            return original(self, queue_name, count, wait_seconds_timeout, *options)
        finally:
            polls.release()

    @replace(Queue, "wait_for_messages")
    def wait(original, self, timeout):
        with unlocked():
            original(self, timeout)

    @replace(Queue, "url")
    def url(original, self, request_url):
        return original(self, own_url)


class StateWire:
    """Passes a request to moto, one at a time, under LOCK."""

    def __init__(self):
        self._dispatch = Dispatcher()

    def services(self):
        """Names of moto's services that have had a request."""
        return sorted(self._dispatch.app_instances)

    def response(self, environ, body, service=None):
        """(status, headers, bytes), complete, so that a slow client does not hold the lock.

        service  moto's name of the service: "s3"; default: the one that the request names
        """
        if not service and "HTTP_AUTHORIZATION" not in environ and scope(environ)[0] == "s3":
            service = "s3"  # a presigned URL
        if service:
            environ["localcloud.service"] = f"{service}.{scope(environ)[1] or REGION}.amazonaws.com"
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        started = []
        s3_request = secrets.token_hex(8).upper()
        try:
            with LOCK, tracing.carried(tracing.current()._replace(s3_request=s3_request)):
                parts = self._dispatch(environ, lambda *arguments: started.append(arguments))
                payload = b"".join(parts)
                if hasattr(parts, "close"):
                    parts.close()
        except RecursionError:
            return failure(environ, 400, "SerializationException", NESTED)
        except ExpatError:
            return failure(environ, 400, "MalformedXML", "The XML you provided was not well-formed")
        except (Unsupported, NotImplementedError) as error:
            operation = str(error) or f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            return failure(environ, 501, "NotImplemented", f"{operation} (not supported by the local cloud)")
        except ModuleNotFoundError as error:  # of Glue: requirements.txt has the packages of the usual services only
            message = f"{scope(environ)[0]} needs the package {error.name} (not supported by the local cloud)"
            return failure(environ, 501, "NotImplemented", message)
        except Exception as error:  # a fault of moto: the caller gets its name, the log the traceback
            return fault_of_moto(environ, error)
        status, headers, *_error = started[0]
        if (scope(environ)[0] or service) == "s3":
            headers = [*headers, ("x-amz-request-id", s3_request)]
        if payload.startswith(NO_ROUTE) and scope(environ)[0] not in (None, "s3"):
            call = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} of {scope(environ)[0]}"
            return failure(environ, 501, "NotImplemented", f"{call} is not supported by the local cloud")
        return int(status.split()[0]), headers, payload


def fault_of_moto(environ, error):
    """The response to a request on which moto raised an exception: 500, or the error of Lambda that moto means."""
    if type(error) is ValueError and ERROR_CODE.fullmatch(str(error.args[0] if error.args else "")):
        return failure(environ, 400, *error.args)
    traceback.print_exc(file=sys.stderr)
    return failure(environ, 500, "InternalFailure", f"moto: {type(error).__name__}: {error}")


def failure(environ, status, code, message):
    """An error response in the form that the service's clients read: JSON or XML."""
    service, _region = scope(environ)
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    if form or (service or "s3") in XML_SERVICES:
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = error if (service or "s3") == "s3" else f"<ErrorResponse>{error}</ErrorResponse>"
        return status, [("Content-Type", "application/xml")], body.encode()
    return json_responses.error(status, code, {"__type": code, "message": message})
