"""One request of HTTP/1.1 that was read whole: from its bytes to the application, and from the response to bytes."""
import io
import re
import traceback
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler

from localcloud.incoming import Malformed
from localcloud.moto.state_wire import NESTED, failure

BODILESS = (204, 304)
# The target of a request line: a path, or an absolute URL.
TARGET = re.compile(r"(http://[^/?#]+)?(/|\Z)|http://[^/?#]+\?", re.IGNORECASE)


def wire_text(value):
    """A header's value, which http.server sends as Latin-1: UTF-8 for characters beyond that."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode("latin-1")
    return value


class Handler(MotoRequestHandler):
    """Calls the application with requests that were read whole, and writes each response whole."""

    protocol_version = "HTTP/1.1"
    server: Any  # localcloud.wire.Server
    rfile: Any  # the head as a file; None between two requests

    def __init__(self, connection, address, server):  # not the parent's, which would read from the connection
        self.connection, self.client_address, self.server = connection, address, server
        self.wfile = connection.makefile("wb")

    def serve(self, head, body):
        """Answers one request. -> whether the connection stays open for another. Raises Malformed."""
        self.rfile, self.body = io.BytesIO(head), body
        try:
            self.handle_one_request()
        finally:
            self.rfile = self.body = None
        return not self.close_connection

    def handle_expect_100(self):
        """Does nothing: the body was received already."""
        return True

    def run_wsgi(self):
        """Called by http.server for each request. Raises Malformed if the request line has no path or is not HTTP/1."""
        if not self.request_version.startswith("HTTP/1.") or not TARGET.match(self.path):
            raise Malformed(400)
        # http.server reads bytes as Latin-1; werkzeug would encode each of them again.
        self.path = re.sub(r"[^\0-\x7f]", lambda byte: f"%{ord(byte[0]):02X}", self.path)
        try:
            environ = self.make_environ()
        except ValueError as error:  # an invalid absolute URL
            raise Malformed(400) from error
        environ["PATH_INFO"] = environ["PATH_INFO"] or "/"
        environ["localcloud.headers"] = self.headers.items()  # WSGI loses the case of names, and repetitions
        try:
            status, headers, payload = self.server.app(environ, self.body)
        except RecursionError:
            status, headers, payload = failure(environ, 400, "SerializationException", NESTED)
        except Exception as error:  # the caller must see our own bug, not only a closed connection
            traceback.print_exc()
            message = f"the local cloud: {type(error).__name__}: {error}"
            status, headers, payload = failure(environ, 500, "InternalFailure", message)
        self._write(status, headers, payload)

    def _write(self, status, headers, payload):
        """Head and body in one piece, so that neither waits for the other's acknowledgement."""
        has_body = self.command != "HEAD" and status not in BODILESS
        names = {name.lower() for name, _value in headers}
        self.send_response(status)
        for name, value in headers:  # a wrong length, which handlers can set, would block the client
            if name.lower() not in ("connection", "transfer-encoding", *["content-length"] * has_body):
                self.send_header(name, wire_text(str(value)))
        if has_body or "content-length" not in names and status not in BODILESS:
            self.send_header("Content-Length", str(len(payload)))
        if self.close_connection:
            self.send_header("Connection", "close")
        if has_body:
            self._headers_buffer.append(b"\r\n" + payload)
        else:
            self._headers_buffer.append(b"\r\n")
        self.flush_headers()

    def send_error(self, code, message=None, explain=None):
        """Called by http.server for a head that it cannot parse. Raises Malformed."""
        raise Malformed(code)

    def log_request(self, code="-", size="-"):
        """Does nothing: the log is for errors."""
