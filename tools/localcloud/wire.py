"""HTTP/1.1 on loopback: keep-alive, one write per answer, and a thread only for a request that is whole.

One thread waits for all connections together. What a client has only begun to send costs a descriptor and its bytes, so
a thousand clients that never go on hold up nobody. werkzeug's server has a thread for each connection instead, and
closes each after one answer.
"""
import collections
import contextlib
import http
import io
import selectors
import socket
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from moto.moto_server.werkzeug_app import MotoRequestHandler

from localcloud.incoming import Incoming, Malformed
from localcloud.moto.state_wire import failure

BODILESS = (204, 304)
MOST_THREADS = 512  # requests at once: 200 functions that run, what they call, and who waits for a queue
MOST_WAITING = 2048  # connections without a whole request; beyond, the one that was silent longest is closed
IDLE_SECONDS = 300
LINGER = 0.1  # seconds that a thread waits for the next request of a connection, before it hands it back
TICK = 5  # seconds between looks at who was silent too long
READ = 1 << 18  # bytes at once


class Handler(MotoRequestHandler):
    """Has the application answer requests that were read whole, and writes each answer whole."""

    protocol_version = "HTTP/1.1"

    def __init__(self, connection, address, server):  # not the parent's, which would read from the connection
        self.connection, self.client_address, self.server = connection, address, server
        self.wfile = connection.makefile("wb")

    def serve(self, head, body):
        """Answer one request. True if the connection stays open for another."""
        self.rfile, self.body = io.BytesIO(head), body
        self.handle_one_request()
        return not self.close_connection

    def handle_expect_100(self):
        """Nothing: the body is here."""
        return True

    def run_wsgi(self):
        """Called by http.server for each request."""
        environ = self.make_environ()
        environ["localcloud.headers"] = self.headers.items()  # capitals and repetitions: WSGI loses them
        try:
            status, headers, payload = self.server.app(environ, self.body)
        except Exception as error:  # our own bug must reach the caller, not only a dead connection
            traceback.print_exc()
            message = f"the local cloud: {type(error).__name__}: {error}"
            status, headers, payload = failure(environ, 500, "InternalFailure", message)
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


class Connection:
    """A client's connection."""

    def __init__(self, sock, address, server):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(IDLE_SECONDS)  # of a client that does not read its answer
        self.sock, self.incoming = sock, Incoming()
        self.handler = Handler(sock, address, server)
        self.heard = time.monotonic()

    def receive(self):
        """The next whole request as (head, body), or None. Raises Malformed, EOFError and OSError."""
        data = self.sock.recv(READ)
        if not data:
            raise EOFError
        self.heard = time.monotonic()
        self.incoming.feed(data)
        return self.next()

    def follow(self):
        """The next whole request if it comes at once, else None: a busy client need not wait for two threads."""
        self.sock.settimeout(LINGER)
        try:
            return self.next() or self.receive()
        except TimeoutError:
            return None
        finally:
            self.sock.settimeout(IDLE_SECONDS)

    def next(self):
        """The next whole request of what was received, or None; lets a client go on that waits to be let."""
        request = self.incoming.take()
        if not request and self.incoming.expects:
            self.incoming.expects = False
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return request

    def close(self):
        """Let go of it, whatever state it is in."""
        with contextlib.suppress(OSError):  # what is left in it cannot be sent
            self.handler.wfile.close()
        self.sock.close()


class Server:
    """Serves a socket that listens already; app(environ, body) -> (status, headers, bytes)."""

    ssl_context, multithread, multiprocess = None, True, False  # werkzeug's handler asks
    _server_version = "Pareto"

    def __init__(self, listening, app):
        self.app, self.server_address = app, listening.getsockname()
        self._listening = listening
        self._waiting = collections.OrderedDict()  # Connection: None, the one that was silent longest first
        self._answered = collections.deque()  # Connections that come back from their threads
        self._bell, self._ring = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._threads = ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="request")

    def log(self, _kind, message, *words):
        """werkzeug's handler tells of requests that are no HTTP."""
        print(message % words if words else message, flush=True)

    def serve_forever(self):
        """Until an exception ends it: KeyboardInterrupt."""
        for sock, act in ((self._listening, self._accept), (self._bell, self._take_back)):
            sock.setblocking(False)
            self._selector.register(sock, selectors.EVENT_READ, act)
        self._ring.setblocking(False)
        while True:
            for key, _events in self._selector.select(TICK):
                if isinstance(key.data, Connection):
                    if key.data in self._waiting:  # else it was closed a moment ago, for another
                        self._step(key.data, key.data.receive)
                else:
                    key.data()
            self._close_idle()

    def _accept(self):
        """A new connection, which waits for its first request."""
        try:
            sock, address = self._listening.accept()
        except OSError:  # it has gone already; or there are no more descriptors
            self._close_longest(16)
            return
        self._wait(Connection(sock, address, self))
        self._close_longest(len(self._waiting) - MOST_WAITING)

    def _take_back(self):
        """Connections that were answered wait again, unless the next request is here."""
        self._bell.recv(4096)
        while self._answered:
            connection = self._answered.popleft()
            self._wait(connection)
            self._step(connection, connection.next)

    def _wait(self, connection):
        """Look at what comes over a connection."""
        self._waiting[connection] = None
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)

    def _step(self, connection, following):
        """Have a thread answer the request that following() gives, if it is whole."""
        try:
            request = following()
        except Malformed as error:
            self._threads.submit(self._refuse, self._released(connection), error)
        except (EOFError, OSError):
            self._released(connection).close()
        else:
            if request:
                self._threads.submit(self._answer, self._released(connection), request)
            else:
                self._waiting.move_to_end(connection)

    def _released(self, connection):
        """The connection, at which nobody looks any more."""
        del self._waiting[connection]
        self._selector.unregister(connection.sock)
        return connection

    def _answer(self, connection, request):
        """In a thread: one request, and what follows at once."""
        try:
            while request:
                if not connection.handler.serve(*request):
                    connection.close()
                    return
                request = connection.follow()
        except Malformed as error:
            self._refuse(connection, error)
        except (EOFError, OSError):  # the client has gone
            connection.close()
        else:
            self._answered.append(connection)
            with contextlib.suppress(BlockingIOError):  # it has been rung often enough
                self._ring.send(b".")

    def _refuse(self, connection, error):
        """In a thread: a request that nobody can read."""
        status = http.HTTPStatus(error.args[0])
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Content-Length: 0", "Connection: close", "", ""]
        with contextlib.suppress(OSError):
            connection.sock.sendall("\r\n".join(lines).encode())
        connection.close()

    def _close_longest(self, number):
        """Close so many connections, those first that have been silent longest."""
        for connection in list(self._waiting)[:max(number, 0)]:
            self._released(connection).close()

    def _close_idle(self):
        """Close what has been silent for too long."""
        limit = time.monotonic() - IDLE_SECONDS
        while self._waiting and next(iter(self._waiting)).heard < limit:
            self._close_longest(1)
