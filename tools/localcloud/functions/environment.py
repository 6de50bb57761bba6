"""One execution environment: a process, its Runtime API, and one invocation at a time.

There is no thread here. The invoking thread serves the process until it has the response; between
invocations no thread serves the process, which is frozen on AWS then.
"""
import json
import os
import selectors
import socket
import time
from typing import Any, NamedTuple

from localcloud.functions import runtime_api, spawner
from localcloud.functions.output import Output

INIT_SECONDS = 10  # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
TICK = 0.1  # seconds between measurements of the memory


class Invocation(NamedTuple):
    """One event for an environment, and who invokes."""

    request_id: str
    payload: bytes
    arn: str  # as invoked, with its qualifier
    client_context: str = ""  # JSON, or nothing
    trace: str = ""  # the X-Ray header


class Outcome(NamedTuple):
    """The result of an invocation. Times in ms; lines are (unix ms, text)."""

    error: bool
    payload: bytes
    kind: str  # "", or why the environment itself failed: timeout, Runtime.ExitError, ...
    early: list  # lines printed before the process got the event
    lines: list
    duration: float
    init: float | None  # only of the first invocation
    memory: int  # MB, the most it used


class Environment:
    """A process that runs a Program, and its Runtime API; it is ready once it requests its first event."""

    def __init__(self, program, spawner_):
        self.program, self.stream = program, program.stream()
        self.last_used = time.monotonic()
        self.ended = False
        self._started = time.perf_counter()
        self._init = None  # ms; None until ready
        self._init_error = self._reply = self._request_id = None
        self._waiting: Any = None  # the Connection on which the process waits for an event
        self._limit_exceeded = False  # of time or memory
        self._peak = 0
        self._selector = selectors.DefaultSelector()
        self._listener = runtime_api.listener()
        self._output = Output()
        try:
            order = program.order(self._listener.getsockname()[1], self.stream)
            self._process = spawner_.spawn(order, self._output.writer)
        finally:
            os.close(self._output.writer)
        self._watch(self._listener, self._accept)
        self._watch(self._output.descriptor, self._read_output)
        self._watch(self._process.ended, self._end)

    def _watch(self, file, callback):
        """Calls callback() whenever the file has data to read."""
        self._selector.register(file, selectors.EVENT_READ, callback)

    def invoke(self, invocation, is_last=False):
        """The Outcome; None if the process was killed before it got the event: the caller starts another.

        So on AWS, which repeats a failed initialization. is_last: whether to report that failure instead.
        """
        is_first = self._init is None
        init_limit = max(INIT_SECONDS, self.program.timeout) if is_first else self.program.timeout
        timed_out = not self._until(self._is_waiting, init_limit)
        was_killed = self.ended and not self._limit_exceeded and spawner.was_killed(self._process.status)
        if self.ended and (not is_first or was_killed and not is_last):
            return None
        self._request_id = invocation.request_id
        early = self._output.take_lines()
        start = time.perf_counter()
        if is_first:
            self._init = (start - self._started) * 1000
        if not self.ended:
            self._send_event(invocation)
            timed_out = not self._until(lambda: self._reply, self.program.timeout)
        duration = (time.perf_counter() - start) * 1000
        return self._outcome(early, duration, self._init if is_first else None, timed_out)

    def _until(self, is_done, seconds):
        """Serves the process until is_done() or its end. After too many seconds kills it and returns False.

        Seconds in which a busy machine let the process wait for its turn do not count.
        """
        start, waited_before = time.perf_counter(), self._seconds_without_processor()
        while not is_done() and not self.ended:
            remaining = start + seconds - time.perf_counter()
            if remaining <= 0:
                remaining += self._seconds_without_processor() - waited_before
            if remaining <= 0:
                self._limit_exceeded = True
                self._process.kill()
                self._step(5)
                self._end()
                return False
            if not self._step(min(remaining, TICK)) and self._measure() > self.program.memory << 20:
                self._limit_exceeded = True
                self._process.kill()
        return True

    def _is_waiting(self):
        """Whether the process has requested an event, over a connection that is still open."""
        while not self.ended and self._step(0):
            pass
        return self._waiting

    def _step(self, seconds):
        """Serves the files that have data; False if none had any."""
        events = self._selector.select(seconds)
        for key, _mask in events:
            if not self.ended:
                key.data()
        return bool(events)

    def _send_event(self, invocation):
        """Responds to the process's request for the next event."""
        headers = [
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", int((time.time() + self.program.timeout) * 1000)),
            ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
            ("Lambda-Runtime-Trace-Id", invocation.trace),
        ]
        if invocation.client_context:
            headers.append(("Lambda-Runtime-Client-Context", invocation.client_context))
        connection, self._waiting, self._reply = self._waiting, None, None
        connection.send(200, invocation.payload, headers)

    def _outcome(self, early_lines, duration, init_ms, timed_out):
        """The Outcome of a finished invocation: payload or error, output lines, seconds, memory in MB."""
        self._output.read()
        lines = self._output.take_lines()
        memory = min(self._measure() >> 20, self.program.memory)
        self.last_used = time.monotonic()
        if self._reply:
            error, payload = self._reply
            return Outcome(error, payload, "", early_lines, lines, duration, init_ms, memory)
        kind, payload = self._failure(timed_out)
        return Outcome(True, payload, kind, early_lines, lines, duration, init_ms, memory)

    def _failure(self, timed_out):
        """(kind, payload) of a process that ended without a response, in AWS's words."""
        if timed_out:
            message = f"Task timed out after {self.program.timeout:.2f} seconds"
            return "timeout", self._error_payload("Sandbox.Timedout", message)
        if self._init_error:
            return "Runtime.InitError", self._init_error
        return "Runtime.ExitError", self._error_payload("Runtime.ExitError", spawner.exit_message(self._process.status))

    def _error_payload(self, type_, message):
        """The payload of an error of the environment itself."""
        return json.dumps({"errorType": type_,
                           "errorMessage": f"RequestId: {self._request_id} Error: {message}"}).encode()

    def _accept(self):
        """Accepts a new connection of the function's process, and watches it."""
        sock, _address = self._listener.accept()
        connection = runtime_api.Connection(sock)
        self._watch(sock, lambda: self._serve_connection(connection))

    def _serve_connection(self, connection):
        """Handles the requests that arrived over a connection."""
        try:
            for request in connection.requests():
                self._serve_request(connection, request)
        except (EOFError, ValueError) as error:
            if isinstance(error, ValueError):  # no HTTP, so not the function's own client
                connection.send(400, b"{}")
            if connection is self._waiting:
                self._waiting = None
            self._selector.unregister(connection.sock)
            connection.sock.close()

    def _serve_request(self, connection, request):
        """Serves one request of the Runtime API: next, response, error or init error."""
        if runtime_api.from_page(request.headers):
            connection.send(403, b"{}")
        elif request.path.endswith("/invocation/next"):
            self._waiting = connection
        elif request.path.endswith("/init/error"):
            self._init_error = request.body
            connection.send(202, b"{}")
        elif not request.path.endswith(("/response", "/error")):
            connection.send(404, b"{}")
        elif self._reply or request.path.split("/")[-2] != self._request_id:  # a process and its fork both respond
            connection.send(400, runtime_api.INVALID_ID)
        else:
            self._reply = runtime_api.reply(request)
            connection.send(202, b"{}")

    def _read_output(self):
        """Reads what the process printed, until the process closes its end."""
        if not self._output.read():
            self._selector.unregister(self._output.descriptor)

    def _seconds_without_processor(self):
        """Seconds that the process's main thread has waited for a processor since it began; 0 on macOS.

        The second number of https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
        """
        try:
            with open(f"/proc/{self._process.pid}/schedstat", "rb") as file:
                return int(file.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def _measure(self):
        """The peak of the process's RAM in bytes; of an ended process the last measurement, on macOS 0."""
        try:
            with open(f"/proc/{self._process.pid}/status", "rb") as file:
                peak = next((line for line in file if line.startswith(b"VmHWM")), b"VmHWM: 0 kB")
            self._peak = max(self._peak, int(peak.split()[1]) << 10)
        except OSError:
            pass
        return self._peak

    def _end(self):
        """The process has ended: reads its last output and closes its sockets."""
        if self.ended:
            return
        self._output.read()
        self.ended = True
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()

    def close(self):
        """Kills the process, if it runs, and closes all files."""
        self._process.kill()
        self._end()
        self._process.close()
        self._output.close()
