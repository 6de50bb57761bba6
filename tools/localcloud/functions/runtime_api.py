"""Lambda's Runtime API: the HTTP by which a function's process gets events and returns responses.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. One listener per execution
environment, on a port of its own: awslambdaric's native client accepts only host:port.
Written by hand because every invocation passes it: parsing takes 20 us.
"""
import re
import socket
from typing import NamedTuple

HEAD_END = b"\r\n\r\n"
MAX_HEAD = 1 << 16  # bytes
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


def next_request(buffer):
    """(the first complete Request in a buffer or None, its length in bytes). Raises ValueError if it is no HTTP."""
    end = buffer.find(HEAD_END, 0, MAX_HEAD)
    if end < 0:
        if len(buffer) > MAX_HEAD:
            raise ValueError("a head without an end")
        return None, 0
    first, *lines = bytes(buffer[:end]).decode("latin-1").split("\r\n")
    method, path, version = first.split(" ", 2)
    if not version.startswith("HTTP/1."):
        raise ValueError(version)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    start = end + len(HEAD_END)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, end = dechunked(buffer, start)
    else:
        end = start + size_of(headers.get("content-length", "0"), 10)
        body = bytes(buffer[start:end]) if len(buffer) >= end else None
    return (None, 0) if body is None else (Request(method, path, headers, body), end)


def size_of(digits, base):
    """A number of bytes. Raises ValueError for anything but a few digits."""
    if not re.fullmatch("[0-9a-fA-F]{1,12}", digits.strip()):
        raise ValueError(digits[:20])
    return int(digits, base)


def dechunked(buffer, start):
    """(body of a chunked message that starts there, its end), or (None, 0) if it is incomplete."""
    body = bytearray()
    while True:
        line_end = buffer.find(b"\r\n", start)
        if line_end < 0:
            return None, 0
        size = size_of(bytes(buffer[start:line_end]).split(b";")[0].decode("latin-1"), 16)
        start = line_end + 2
        if len(buffer) < start + size + 2:
            return None, 0
        body += buffer[start:start + size]
        start += size + 2
        if size == 0:
            return bytes(body), start


def response(status, body=b"", headers=()):
    """The bytes of a response. curl and http.client need no reason phrase, but require the space."""
    lines = [f"HTTP/1.1 {status} ", f"Content-Length: {len(body)}", "Content-Type: application/json",
             *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode() + HEAD_END + body


class Connection:
    """A connection of the process: its native client keeps one open, and opens others to report errors."""

    def __init__(self, sock):
        self.sock = sock
        self._buffer = bytearray()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def requests(self):
        """Reads once and yields the complete Requests. Raises EOFError if it is closed, ValueError if it is no HTTP."""
        try:
            data = self.sock.recv(1 << 20)
        except ConnectionError:
            data = b""
        if not data:
            raise EOFError
        self._buffer += data
        while True:
            request, size = next_request(self._buffer)
            if request is None:
                break
            del self._buffer[:size]
            yield request
        if self._buffer.endswith(HEAD_END) and b"100-continue" in self._buffer.lower():
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
