"""The local cloud's end of the zygote: starts processes and notes their ends."""
import contextlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from localcloud.functions import zygote

PROGRAM = Path(__file__).with_name("zygote.py")
ATTEMPTS = 3  # zygotes that may die during one order
RESUMED = 2  # seconds without an answer, after which a zygote that somebody stopped (SIGSTOP) continues

# The packages of AWS's Python runtime, and those that its runtime client needs.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3",
            "awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")


class Process:
    """A process of an execution environment. `ended` is a descriptor, readable once it has ended."""

    def __init__(self, pid):
        self.pid = pid
        self.status = None  # as of waitpid, once it has ended
        self.ended, self._writer = os.pipe()

    def note_end(self, status):
        """Stores waitpid's status and makes `ended` readable. Called once, by the spawner."""
        self.status = status
        os.close(self._writer)

    def kill(self):
        """SIGKILL to the process and all processes that it started."""
        if self.status is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):  # not yet its own group, or just gone
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)

    def close(self):
        """Kills the process and closes its descriptor."""
        self.kill()
        os.close(self.ended)


def exit_message(status):
    """AWS's message for the end of a process: (waitpid's status) -> "Runtime exited with error: ..." """
    if status is not None and os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = (signal.strsignal(number) or f"signal {number}").lower()  # glibc has no name of 32 and 33
        return f"Runtime exited with error: signal: {name}"
    code = os.waitstatus_to_exitcode(status) if status is not None else 0
    return f"Runtime exited with error: exit status {code}" if code else "Runtime exited without providing a reason"


def was_killed(status):
    """Whether a signal from outside ended a process, by its waitpid status; a fault of its own has other signals."""
    return status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGTERM)


def link_packages(folder):
    """Makes a folder with a link to each of PACKAGES and to no other package of our environment."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None:
            continue  # runtime_client is missing where awslambdaric was installed without its native part
        folders = spec.submodule_search_locations
        source = Path(folders[0] if folders else spec.origin or name)
        link = folder / source.name
        if not link.is_symlink():
            link.symlink_to(source)


def clean_environment():
    """The environment of the zygote: our own, without the variables that configure Python or boto3."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "BOTO", "PYTHON"))}
    return variables | {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                        # macOS: forking is safe here (one thread, no Objective-C)
                        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES", "no_proxy": "*"}


class Spawner:
    """One zygote, started at once. It is ready 0.5 s later; the first spawn waits for it."""

    def __init__(self, packages):
        self.packages = packages
        link_packages(packages)
        self._closing = False
        zygote.set_process_option(zygote.CHILD_SUBREAPER, 1)  # we become the parent of a killed zygote's processes
        self._lock = threading.Lock()
        self._processes = {}
        self._start()

    def _start(self):
        """Starts the first zygote, or the successor of a dead one, and the thread that reads its messages."""
        own_socket, zygote_socket = socket.socketpair()
        self._zygote = subprocess.Popen(
            [sys.executable, "-S", "-E", "-s", "-P", "-X", "utf8", PROGRAM, str(zygote_socket.fileno()),
             self.packages],
            pass_fds=[zygote_socket.fileno()], stdin=subprocess.DEVNULL, env=clean_environment(),
            start_new_session=True)
        zygote_socket.close()
        self._channel = own_socket
        self._started = []
        self._messages = threading.Condition()
        self._alive = True
        threading.Thread(target=self._listen, args=(own_socket,), daemon=True, name="zygote").start()

    def spawn(self, order, output):
        """Starts a Process for the order (see zygote.py) with that descriptor as its output.

        Raises RuntimeError if ATTEMPTS zygotes died.
        """
        with self._lock:
            if not self.packages.exists():  # `rm -rf build`
                link_packages(self.packages)
            for _attempt in range(ATTEMPTS):
                if not self._alive:
                    self._start()
                with contextlib.suppress(OSError):  # it has just died: _listen notices that, too
                    socket.send_fds(self._channel, [json.dumps(order).encode() + b"\n"], [output])
                with self._messages:
                    while not self._messages.wait_for(lambda: self._started or not self._alive, RESUMED):
                        self._zygote.send_signal(signal.SIGCONT)  # without effect on one that is only slow
                    if self._started:
                        return self._started.pop()
            raise RuntimeError("the process that starts functions has died; see the log")

    def _listen(self, channel):
        """The thread that reads the zygote's messages. When the zygote has ended, it kills all its processes."""
        with channel.makefile("rb") as lines, contextlib.suppress(OSError):
            for line in lines:
                self._apply_message(json.loads(line))
        with self._messages:
            orphans, self._processes = self._processes, {}
            for process in orphans.values():
                process.kill()
                process.note_end(signal.SIGKILL)
            if not self._closing:
                zygote.end_orphans()
            self._alive = False
            self._messages.notify_all()

    def _apply_message(self, message):
        """Applies a message: a process has started, or has ended."""
        with self._messages:
            if "pid" in message:
                self._processes[message["pid"]] = Process(message["pid"])
                self._started.append(self._processes[message["pid"]])
                self._messages.notify_all()
            else:
                self._processes.pop(message["ended"]).note_end(message["status"])

    def close(self):
        """Closes the zygote's socket: the zygote kills its processes and ends."""
        self._closing = True
        self._channel.shutdown(socket.SHUT_RDWR)
        self._zygote.send_signal(signal.SIGCONT)  # one that is stopped would outlive us: it notices nothing
        try:
            self._zygote.wait(5)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
