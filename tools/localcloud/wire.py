"""HTTP/1.1 on loopback: keep-alive, one thread per connection, one write per answer.

werkzeug's own handler closes every connection, because it does not know whether the body
was read. Here it always is, before anything else happens: a slow client holds up nobody.
"""
import traceback

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from localcloud.state_wire import failure

BODILESS = (204, 304)


class Handler(MotoRequestHandler):
    """Reads a request whole, has the application answer it, and writes the answer whole."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self):
        """Called by http.server for each request."""
        environ = self.make_environ()
        environ["localcloud.headers"] = self.headers.items()  # capitals and repetitions: WSGI loses them
        try:
            body = read_body(environ)
            status, headers, payload = self.server.app(environ, body)
        except Exception as error:  # our own bug must reach the caller, not only a dead connection
            traceback.print_exc()
            said = f"the local cloud: {type(error).__name__}: {error}"
            status, headers, payload = failure(environ, 500, "InternalFailure", said)
        self._write(status, headers, payload)

    def _write(self, status, headers, payload):
        """Head and body in one piece, so that neither waits for the other's acknowledgement."""
        named = {name.lower() for name, _value in headers}
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, str(value))
        if "content-length" not in named and status not in BODILESS:
            self.send_header("Content-Length", str(len(payload)))
        if self.close_connection:
            self.send_header("Connection", "close")
        if self.command != "HEAD" and status not in BODILESS:
            self._headers_buffer.append(b"\r\n" + payload)
        else:
            self._headers_buffer.append(b"\r\n")
        self.flush_headers()

    def log_request(self, *_args):
        """Nothing: the log is for what went wrong."""


def read_body(environ):
    """The bytes of a request, chunked or not."""
    if environ.get("wsgi.input_terminated"):
        return environ["wsgi.input"].read()
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def server(listening, answer):
    """A server on a socket that listens already; answer(environ, body) -> (status, headers, bytes)."""
    host, port = listening.getsockname()
    return make_server(host, port, answer, threaded=True, request_handler=Handler, fd=listening.fileno())
