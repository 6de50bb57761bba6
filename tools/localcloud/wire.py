"""HTTP/1.1 on loopback: keep-alive, one write per response, and a thread only for a request that is whole.

One thread waits for all connections together. An incomplete request costs a descriptor and its bytes, so a thousand
clients that never finish theirs delay nobody. werkzeug's server has a thread for each connection instead, and closes
each after one response.

An error of one connection closes that connection, and is logged; the loop continues.
"""
import collections
import contextlib
import http
import re
import selectors
import signal
import socket
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from localcloud.incoming import Incoming, Malformed
from localcloud.request_handler import Handler

HEALTH = "/_aws/health"  # it has threads of its own, so that a busy cloud answers too
_HEALTH_REQUEST = re.compile(f"(GET|HEAD) {HEALTH} HTTP/1".encode())
MOST_THREADS = 512  # requests at once: 200 running functions, their own calls, and clients that wait for a queue
MOST_WAITING = 2048  # connections without a whole request; beyond, the one that was idle longest is closed
IDLE_SECONDS = 300
LINGER = 0.1  # seconds that a thread waits for the next request of a connection, before it returns it to the loop
TICK = 5  # seconds between checks for idle connections
READ = 1 << 18  # bytes at once


class Connection:
    """A client's connection: cuts its bytes into whole requests; `handler` answers them."""

    def __init__(self, sock, address, server):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(IDLE_SECONDS)  # for a client that does not read its response
        self.sock, self.incoming = sock, Incoming()
        self.handler = Handler(sock, address, server)
        self.received = time.monotonic()

    def receive(self):
        """The next whole request as (head, body), or None. Raises Malformed, EOFError and OSError."""
        data = self.sock.recv(READ)
        if not data:
            raise EOFError
        self.received = time.monotonic()
        self.incoming.feed(data)
        return self.next()

    def follow(self):
        """The next whole request if it comes at once, else None: a busy client avoids two changes of thread."""
        self.sock.settimeout(LINGER)
        try:
            return self.next() or self.receive()
        except TimeoutError:
            return None
        finally:
            self.sock.settimeout(IDLE_SECONDS)

    def next(self):
        """The next whole request of the received bytes, or None; answers "Expect: 100-continue"."""
        request = self.incoming.take()
        if not request and self.incoming.expects:
            self.incoming.expects = False
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return request

    def close(self):
        """Closes the socket, in whatever state it is."""
        with contextlib.suppress(OSError):  # the rest of the response cannot be sent
            self.handler.wfile.close()
        self.sock.close()


class Server:
    """Serves a listening socket; app(environ, body) -> (status, headers, bytes)."""

    ssl_context, multithread, multiprocess = None, True, False  # werkzeug's handler reads these
    _server_version = "Pareto"

    def __init__(self, listening, app):
        self.app, self.server_address = app, listening.getsockname()
        self._listening = listening
        self._waiting = collections.OrderedDict()  # Connection: None, the one that was idle longest first
        self._returned = collections.deque()  # Connections that threads return
        self._bell, self._ring = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._threads = ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="request")
        self._health_threads = ThreadPoolExecutor(2, thread_name_prefix="health")
        for pool in (self._threads, self._health_threads):
            pool.submit(int)  # at least one thread, which answers where no more can be started

    def log(self, _kind, message, *arguments):
        """Called by werkzeug's handler for requests that are not HTTP."""
        print(message % arguments if arguments else message, flush=True)

    def wake_for_signals(self):
        """A signal that the kernel delivers to another thread wakes serve_forever, which otherwise waits for a TICK.

        Called in the main thread. https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd
        """
        self._ring.setblocking(False)
        signal.set_wakeup_fd(self._ring.fileno(), warn_on_full_buffer=False)

    def serve_forever(self):
        """Run until an exception: KeyboardInterrupt."""
        for sock, act in ((self._listening, self._accept), (self._bell, self._take_back)):
            sock.setblocking(False)
            self._selector.register(sock, selectors.EVENT_READ, act)
        self._ring.setblocking(False)
        while True:
            for key, _events in self._selector.select(TICK):
                if isinstance(key.data, Connection):
                    if key.data in self._waiting:  # else it was closed in this round, for another
                        self._step(key.data, key.data.receive)
                else:
                    key.data()
            self._close_idle()

    def _accept(self):
        """Accept a connection, and wait for its first request."""
        try:
            sock, address = self._listening.accept()
        except OSError:  # the client closed it already; or there are no more descriptors
            self._close_longest(16)
            return
        try:
            self._wait(Connection(sock, address, self))
        except OSError:  # the client closed it already
            sock.close()
        except Exception:
            traceback.print_exc()
            sock.close()
        self._close_longest(len(self._waiting) - MOST_WAITING)

    def _take_back(self):
        """Wait for the next request of answered connections, unless it was received already."""
        self._bell.recv(4096)
        while self._returned:
            connection = self._returned.popleft()
            try:
                self._wait(connection)
            except (KeyError, OSError, ValueError):
                traceback.print_exc()
                connection.close()
            else:
                self._step(connection, connection.next)

    def _wait(self, connection):
        """Register a connection for reading."""
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)
        self._waiting[connection] = None

    def _step(self, connection, following):
        """Have a thread answer the request that following() returns, if it is whole."""
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
                self._submit(pool, self._respond, self._released(connection), request, pool is self._threads)
            else:
                self._waiting.move_to_end(connection)

    def _submit(self, pool, function, *arguments):
        """Have a thread call a function. Where no more threads can be started, it waits for a running one."""
        try:
            pool.submit(function, *arguments)
        except RuntimeError as error:  # the call is in the pool's queue already
            self.log("error", f"a request waits for another to end: {error}")

    def _released(self, connection):
        """The connection, no longer registered for reading."""
        del self._waiting[connection]
        self._selector.unregister(connection.sock)
        return connection

    def _respond(self, connection, request, follow):
        """Answers one request and, if `follow`, those that follow at once. Runs in a thread."""
        try:
            while request:
                if not connection.handler.serve(*request):
                    connection.close()
                    return
                request = follow and connection.follow()
        except Malformed as error:
            self._refuse(connection, error.args[0])
        except (EOFError, OSError):  # the client closed it
            connection.close()
        except Exception:  # else it would stay open
            traceback.print_exc()
            self._refuse(connection, 500)
        else:
            self._returned.append(connection)
            with contextlib.suppress(BlockingIOError):  # the bell rings already
                self._ring.send(b".")

    def _refuse(self, connection, status):
        """Answers a malformed request with its status, and closes the connection. Runs in a thread."""
        status = http.HTTPStatus(status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Content-Length: 0", "Connection: close", "", ""]
        with contextlib.suppress(OSError):
            connection.sock.sendall("\r\n".join(lines).encode())
        connection.close()

    def _close_longest(self, number):
        """Close this number of connections, those first that were idle longest."""
        for connection in list(self._waiting)[:max(number, 0)]:
            self._released(connection).close()

    def _close_idle(self):
        """Close connections that were idle for IDLE_SECONDS."""
        limit = time.monotonic() - IDLE_SECONDS
        while self._waiting and next(iter(self._waiting)).received < limit:
            self._close_longest(1)
