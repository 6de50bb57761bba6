"""One execution environment: a process, its Runtime API, and one invocation at a time.

There is no thread here. The thread that invokes drives everything until it has its answer;
between invocations nobody looks at the process, as on AWS, where it is frozen.
"""
import json
import os
import selectors
import signal
import time
from typing import NamedTuple

from localcloud.functions import runtime_api
from localcloud.functions.output import Output

INIT_SECONDS = 10  # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
TICK = 0.1  # seconds between looks at the memory
MOST_RESPONSE = 6 * 1024 * 1024 + 100  # bytes; AWS refuses more at the Runtime API


class Invocation(NamedTuple):
    """What is asked of an environment."""

    request_id: str
    payload: bytes
    arn: str  # as invoked, with its qualifier
    client_context: str = ""  # JSON, or nothing


class Outcome(NamedTuple):
    """What came of an invocation. Times in ms; lines are (unix ms, text)."""

    error: bool
    payload: bytes
    kind: str  # "", or why the environment itself failed: timeout, Runtime.ExitError, ...
    early: list  # lines printed before the event was handed over
    lines: list
    duration: float
    init: float | None  # only of the first invocation
    memory: int  # MB, the most it used


class Environment:
    """Starts the process; it is ready when it first asks for an event."""

    def __init__(self, program, spawner):
        self.program = program
        self.stream = program.stream()
        self.used = time.monotonic()
        self.ended = False
        self._born = time.perf_counter()
        self._init = None  # ms; None until ready
        self._init_error = self._waiting = self._reply = self._request_id = None
        self._peak = 0
        self._selector = selectors.DefaultSelector()
        self._listener = runtime_api.listener()
        self._output = Output()
        try:
            order = program.order(self._listener.getsockname()[1], self.stream)
            self._process = spawner.spawn(order, self._output.theirs)
        finally:
            os.close(self._output.theirs)
        self._watch(self._listener, self._accept)
        self._watch(self._output.descriptor, self._read_output)
        self._watch(self._process.ended, self._end)

    def _watch(self, thing, answer):
        """Have answer() called when there is something to read from it."""
        self._selector.register(thing, selectors.EVENT_READ, answer)

    def invoke(self, invocation):
        """The Outcome; None if the process had died since it was last used, so that another is wanted."""
        fresh = self._init is None
        patience = max(INIT_SECONDS, self.program.timeout) if fresh else self.program.timeout
        late = not self._until(lambda: self._waiting, patience)
        if self.ended and not fresh:
            return None
        self._request_id = invocation.request_id
        early = self._output.taken()
        start = time.perf_counter()
        if fresh:
            self._init = (start - self._born) * 1000
        if not self.ended:
            self._hand_over(invocation)
            late = not self._until(lambda: self._reply, self.program.timeout)
        duration = (time.perf_counter() - start) * 1000
        return self._outcome(early, duration, self._init if fresh else None, late)

    def _until(self, done, seconds):
        """Deal with what comes, until done() or the end of the process. False, and the end, if too late.

        Seconds in which a busy machine let the process wait for its turn do not count.
        """
        start, queued = time.perf_counter(), self._queued()
        while not done() and not self.ended:
            left = start + seconds - time.perf_counter()
            if left <= 0:
                left += self._queued() - queued
            if left <= 0:
                self._process.kill()
                self._step(5)
                self._end()
                return False
            if not self._step(min(left, TICK)) and self._measure() > self.program.memory << 20:
                self._process.kill()
        return True

    def _step(self, seconds):
        """Deal with what comes first; False if nothing came."""
        events = self._selector.select(seconds)
        for key, _mask in events:
            if not self.ended:
                key.data()
        return bool(events)

    def _hand_over(self, invocation):
        """Answer the process's question for the next event."""
        headers = [
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", int((time.time() + self.program.timeout) * 1000)),
            ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
            ("Lambda-Runtime-Trace-Id", trace_id(invocation.request_id)),
        ]
        if invocation.client_context:
            headers.append(("Lambda-Runtime-Client-Context", invocation.client_context))
        connection, self._waiting, self._reply = self._waiting, None, None
        connection.send(200, invocation.payload, headers)

    def _outcome(self, early, duration, init, late):
        """Put together what is known, when all is over."""
        self._output.read()
        lines = self._output.taken()
        memory = min(self._measure() >> 20, self.program.memory)
        self.used = time.monotonic()
        if self._reply:
            error, payload = self._reply
            return Outcome(error, payload, "", early, lines, duration, init, memory)
        kind, payload = self._failure(late)
        return Outcome(True, payload, kind, early, lines, duration, init, memory)

    def _failure(self, late):
        """(kind, payload) of a process that ended without an answer, in AWS's words."""
        if late:
            said = f"Task timed out after {self.program.timeout:.2f} seconds"
            return "timeout", self._complaint("Sandbox.Timedout", said)
        if self._init_error:
            return "Runtime.InitError", self._init_error
        return "Runtime.ExitError", self._complaint("Runtime.ExitError", ending(self._process.status))

    def _complaint(self, type_, said):
        """The payload that tells of it."""
        return json.dumps({"errorType": type_,
                           "errorMessage": f"RequestId: {self._request_id} Error: {said}"}).encode()

    def _accept(self):
        """A new connection of the process."""
        sock, _address = self._listener.accept()
        connection = runtime_api.Connection(sock)
        self._watch(sock, lambda: self._converse(connection))

    def _converse(self, connection):
        """What came over a connection."""
        try:
            for request in connection.requests():
                self._hear(connection, request)
        except (EOFError, ValueError) as error:
            if isinstance(error, ValueError):  # whoever it is, it is not the function's own client
                connection.send(400, b"{}")
            self._selector.unregister(connection.sock)
            connection.sock.close()

    def _hear(self, connection, request):
        """One call of the Runtime API."""
        if runtime_api.from_page(request.headers):
            connection.send(403, b"{}")
        elif request.path.endswith("/invocation/next"):
            self._waiting = connection
        elif request.path.endswith("/init/error"):
            self._init_error = request.body
            connection.send(202, b"{}")
        elif request.path.endswith("/response") and len(request.body) > MOST_RESPONSE:
            said = "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
            self._reply = True, json.dumps({"errorMessage": said,
                                            "errorType": "Function.ResponseSizeTooLarge"}).encode()
            connection.send(202, b"{}")
        elif request.path.endswith(("/response", "/error")):
            self._reply = request.path.endswith("/error"), request.body
            connection.send(202, b"{}")
        else:
            connection.send(404, b"{}")

    def _read_output(self):
        """What the process printed; nothing more is expected once it has closed its end."""
        if not self._output.read():
            self._selector.unregister(self._output.descriptor)

    def _queued(self):
        """Seconds that the process's main thread has waited for a processor since it began; 0 on macOS.

        The second number of https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
        """
        try:
            with open(f"/proc/{self._process.pid}/schedstat", "rb") as file:
                return int(file.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def _measure(self):
        """Bytes of RAM at most, so far; the last figure known of a process that is gone, 0 on macOS."""
        try:
            with open(f"/proc/{self._process.pid}/status", "rb") as file:
                peak = next((line for line in file if line.startswith(b"VmHWM")), b"VmHWM: 0 kB")
            self._peak = max(self._peak, int(peak.split()[1]) << 10)
        except OSError:
            pass
        return self._peak

    def _end(self):
        """The process is gone: read what it left, then close everything."""
        if self.ended:
            return
        self._output.read()
        self.ended = True
        for key in list(self._selector.get_map().values()):
            if key.fileobj not in (self._output.descriptor, self._process.ended):
                key.fileobj.close()
        self._selector.close()

    def close(self):
        """Kill the process, if it lives, and let go of everything."""
        self._process.kill()
        self._end()
        self._process.close()
        self._output.close()


def ending(status):
    """How a process ended, as AWS says it: (waitpid's status) -> "Runtime exited with error: ..." """
    if status is not None and os.WIFSIGNALED(status):
        name = signal.strsignal(os.WTERMSIG(status)).lower()
        return f"Runtime exited with error: signal: {name}"
    code = os.waitstatus_to_exitcode(status) if status is not None else 0
    return f"Runtime exited with error: exit status {code}" if code else \
        "Runtime exited without providing a reason"


def trace_id(request_id):
    """An X-Ray trace header for a request: "Root=1-<8 hex digits of the time>-<24 more>"."""
    return f"Root=1-{int(time.time()):08x}-{request_id.replace('-', '')[:24]}"
