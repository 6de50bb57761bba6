"""HTTP/1.1 on loopback: keep-alive, one write per answer, and a thread only for a request that is whole.

One thread waits for all connections together. What a client has only begun to send costs a descriptor and its bytes, so
a thousand clients that never go on hold up nobody. werkzeug's server has a thread for each connection instead, and
closes each after one answer.

Whatever goes wrong with one connection closes that one, and is in the log; the loop goes on.
"""
import collections
import contextlib
import http
import re
import selectors
import socket
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from localcloud.incoming import Incoming, Malformed
from localcloud.request_handler import Handler

HEALTH = "/_aws/health"  # it has threads of its own: a busy cloud answers too
_HEALTH_REQUEST = re.compile(f"(GET|HEAD) {HEALTH} HTTP/1".encode())
MOST_THREADS = 512  # requests at once: 200 functions that run, what they call, and who waits for a queue
MOST_WAITING = 2048  # connections without a whole request; beyond, the one that was silent longest is closed
IDLE_SECONDS = 300
LINGER = 0.1  # seconds that a thread waits for the next request of a connection, before it hands it back
TICK = 5  # seconds between looks at who was silent too long
READ = 1 << 18  # bytes at once


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
        self._health_threads = ThreadPoolExecutor(2, thread_name_prefix="health")
        for pool in (self._threads, self._health_threads):
            pool.submit(int)  # one thread at least, which answers where no more can be started

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
        try:
            self._wait(Connection(sock, address, self))
        except OSError:  # it has gone already
            sock.close()
        except Exception:
            traceback.print_exc()
            sock.close()
        self._close_longest(len(self._waiting) - MOST_WAITING)

    def _take_back(self):
        """Connections that were answered wait again, unless the next request is here."""
        self._bell.recv(4096)
        while self._answered:
            connection = self._answered.popleft()
            try:
                self._wait(connection)
            except (KeyError, OSError, ValueError):
                traceback.print_exc()
                connection.close()
            else:
                self._step(connection, connection.next)

    def _wait(self, connection):
        """Look at what comes over a connection."""
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)
        self._waiting[connection] = None

    def _step(self, connection, following):
        """Have a thread answer the request that following() gives, if it is whole."""
        try:
            request = following()
        except Malformed as error:
            self._submit(self._threads, self._refuse, self._released(connection), error.args[0])
        except (EOFError, OSError):
            self._released(connection).close()
        except Exception:
            traceback.print_exc()
            self._released(connection).close()
        else:
            if request:
                pool = self._health_threads if _HEALTH_REQUEST.match(request[0]) else self._threads
                self._submit(pool, self._answer, self._released(connection), request, pool is self._threads)
            else:
                self._waiting.move_to_end(connection)

    def _submit(self, pool, function, *arguments):
        """Have a thread call a function. Where no more threads can be started, it waits for one that runs."""
        try:
            pool.submit(function, *arguments)
        except RuntimeError as error:  # it is in the pool's queue already
            self.log("error", f"a request waits for another to end: {error}")

    def _released(self, connection):
        """The connection, at which nobody looks any more."""
        del self._waiting[connection]
        self._selector.unregister(connection.sock)
        return connection

    def _answer(self, connection, request, follow):
        """In a thread: one request, and what follows at once, if the thread may."""
        try:
            while request:
                if not connection.handler.serve(*request):
                    connection.close()
                    return
                request = follow and connection.follow()
        except Malformed as error:
            self._refuse(connection, error.args[0])
        except (EOFError, OSError):  # the client has gone
            connection.close()
        except Exception:  # else nobody would close it
            traceback.print_exc()
            self._refuse(connection, 500)
        else:
            self._answered.append(connection)
            with contextlib.suppress(BlockingIOError):  # it has been rung often enough
                self._ring.send(b".")

    def _refuse(self, connection, status):
        """In a thread: a request that nobody can read."""
        status = http.HTTPStatus(status)
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
