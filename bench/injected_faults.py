"""Faults of one API call, injected into botocore: a kill, Ctrl-C, an error before or after the work, a lost response;
and credentials that expire before a call, so that no call succeeds any more."""
import io
import json
import os
import signal

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session

FAULTS = ("kill", "ctrl-c", "500 undone", "500 done", "throttled", "dropped", "expired")
ENDS = {"kill": -signal.SIGKILL, "ctrl-c": 130}  # {fault: the exit code of a program that it ends}
READS = ("Describe", "Detect", "Get", "Head", "List", "Query", "Scan")  # beginnings of operations that change nothing


class Fault:
    """Replaces botocore's sending: one call, counted from 1, has a fault; all later calls too, if credentials have expired."""

    def __init__(self, name, number):
        self.name, self.number, self.calls, self.writes = name, number, 0, []

    def install(self):
        """From here on, in this process."""
        send, call = URLLib3Session.send, BaseClient._make_api_call

        def called(client, operation, parameters):
            if not operation.startswith(READS):
                self.writes.append(f"{client.meta.service_model.service_name}.{operation}")
            return call(client, operation, parameters)

        def sent(session, request):
            self.calls += 1
            is_faulty = self.calls == self.number or self.name == "expired" and self.calls > self.number
            return self.respond(send, session, request) if is_faulty else send(session, request)
        URLLib3Session.send, BaseClient._make_api_call = sent, called

    def respond(self, send, session, request):
        """What the caller gets instead of the answer."""
        if self.name == "ctrl-c":
            done = send(session, request) if self.number % 2 else None
            os.kill(os.getpid(), signal.SIGINT)
            return done or send(session, request)
        if self.name in ("kill", "500 done", "dropped"):
            send(session, request)
        if self.name == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.name == "dropped":
            raise ConnectionClosedError(endpoint_url=request.url)
        status, code = {"throttled": (400, "ThrottlingException"), "expired": (403, "ExpiredTokenException")}.get(
            self.name, (500, "InternalFailure"))
        return response(request, status, code)


class Raw(io.BytesIO):
    """The body of a response, as botocore reads it."""

    def stream(self, **_options):
        """The whole body in one chunk."""
        yield self.read()


def response(request, status, code):
    """An error of AWS in the protocol of the called service."""
    service = str(request.headers.get("Authorization", "")).partition("/aws4_request")[0].rpartition("/")[2]
    message, headers = f"injected {code}", {"x-amzn-errortype": code, "content-type": "application/json"}
    body = json.dumps({"__type": code, "message": message})
    if service in ("cloudformation", "sts", "s3"):
        error = f"<Code>{code}</Code><Message>{message}</Message>"
        body = f"<Error>{error}</Error>" if service == "s3" else f"<ErrorResponse><Error>{error}</Error></ErrorResponse>"
        headers = {"content-type": "text/xml"}
    if request.method == "HEAD":
        body = ""
    return AWSResponse(request.url, status, headers, Raw(body.encode()))
