"""Lambda's Runtime API: the HTTP by which a function's process gets events and returns responses.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. One listener per execution
environment, on a port of its own: awslambdaric's native client accepts only host:port.
Not the server of a library: this one parses a request of an invocation in 20 us.
"""
import json
import socket
from typing import NamedTuple

from localcloud.incoming import Incoming

MAX_HEAD = 17 << 16  # bytes: awslambdaric sends an error in a header of up to 1 MB too
MAX_RESPONSE = 6 * 1024 * 1024 + 100  # bytes; AWS refuses more
TOO_LARGE = json.dumps({"errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
                        "errorType": "Function.ResponseSizeTooLarge"}).encode()
INVALID_ID = b'{"errorMessage": "Invalid request ID", "errorType": "InvalidRequestID"}'
# How names of headers begin that only browsers send.
PAGE_HEADERS = ("origin", "referer", "sec-", "access-control-request-", "accept-language")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Request(NamedTuple):
    """A request of the process: the end of its path is the operation."""

    method: str
    path: str
    headers: dict  # names in lower case
    body: bytes


def from_page(headers):
    """Whether a web page sent a request, to respond instead of the function, whose client has none of these."""
    return any(name.replace("_", "-").startswith(PAGE_HEADERS) for name in headers) or \
        headers.get("user-agent", "").startswith("Mozilla/") or \
        headers.get("host", "").rpartition(":")[0] != "127.0.0.1"


def request_of(head: bytes, body: bytes) -> Request:
    """The Request of a whole head and body. Raises ValueError if it is no HTTP."""
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, version = first.split(" ", 2)
    if not version.startswith("HTTP/1."):
        raise ValueError(version)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, path, headers, body)


def reply(request: Request) -> tuple[bool, bytes]:
    """(whether it is an error, payload) of the process's response to an event."""
    if request.path.endswith("/response") and len(request.body) > MAX_RESPONSE:
        return True, TOO_LARGE
    return request.path.endswith("/error"), request.body


def response(status, body, headers):
    """The bytes of a response. curl and http.client need no reason phrase, but require the space."""
    lines = [f"HTTP/1.1 {status} ", f"Content-Length: {len(body)}", "Content-Type: application/json",
             *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Connection:
    """A connection of the process: its native client keeps one open, and opens others to report errors."""

    def __init__(self, sock):
        self.sock = sock
        self._incoming = Incoming(MAX_HEAD)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def requests(self):
        """Reads once and yields the complete Requests. Raises EOFError if it is closed, ValueError if it is no HTTP."""
        try:
            data = self.sock.recv(1 << 20)
        except ConnectionError:
            data = b""
        if not data:
            raise EOFError
        self._incoming.feed(data)
        while request := self._incoming.take():
            yield request_of(*request)
        if self._incoming.expects:
            self._incoming.expects = False
            self.sock.sendall(CONTINUE)  # curl waits for it before a body of more than 1 MB

    def send(self, status, body=b"", headers=()):
        """Sends a response; Environment notices elsewhere if the process has just died."""
        try:
            self.sock.sendall(response(status, body, headers))
        except OSError:
            pass


def listener():
    """A listening socket on loopback, on a free port."""
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(8)
    return sock
