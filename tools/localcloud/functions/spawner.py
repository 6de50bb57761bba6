"""The local cloud's end of the zygote: starts processes, and knows when they have ended."""
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
ATTEMPTS = 3  # zygotes that may die under one order

# What AWS's Python runtime brings besides Python, and what its runtime client needs.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3",
            "awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")


class Process:
    """A process of an execution environment. `ended` is a descriptor, readable once it has ended."""

    def __init__(self, pid):
        self.pid = pid
        self.status = None  # as of waitpid, once it has ended
        self.ended, self._bell = os.pipe()

    def note_end(self, status):
        """Called once, by the spawner."""
        self.status = status
        os.close(self._bell)

    def kill(self):
        """SIGKILL to it and to all it started."""
        if self.status is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):  # not yet its own group, or just gone
                _kill(self.pid)

    def close(self):
        """Kill it and let go of its descriptor."""
        self.kill()
        os.close(self.ended)


def _kill(pid):
    """SIGKILL to one process, which may be gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def link_packages(folder):
    """Make a folder with a link to each of PACKAGES, and to nothing else of our environment."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None:
            continue  # runtime_client is missing where awslambdaric was installed without its native half
        places = spec.submodule_search_locations
        source = Path(places[0] if places else spec.origin or name)
        link = folder / source.name
        if not link.is_symlink():
            link.symlink_to(source)


def clean_environment():
    """Our own variables without what would steer Python or boto3, for the zygote."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("AWS_", "BOTO", "PYTHON"))}
    return kept | {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                   # macOS: forking is safe here (one thread, no Objective-C), and need not be asked
                   "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES", "no_proxy": "*"}


class Spawner:
    """One zygote, started at once; ready 0.5 s later, and the first spawn waits for that."""

    def __init__(self, packages):
        self.packages = packages
        link_packages(packages)
        self._closing = False
        zygote.ask_linux(zygote.CHILD_SUBREAPER, 1)  # what a zygote that is killed leaves behind comes to us
        self._lock = threading.Lock()
        self._processes = {}
        self._start()

    def _start(self):
        """A zygote, the first or one in place of a dead one, and the thread that listens to it."""
        ours, theirs = socket.socketpair()
        self._zygote = subprocess.Popen(
            [sys.executable, "-S", "-E", "-s", "-P", "-X", "utf8", PROGRAM, str(theirs.fileno()),
             self.packages],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=clean_environment(),
            start_new_session=True)
        theirs.close()
        self._channel = ours
        self._started = []
        self._news = threading.Condition()
        self._alive = True
        threading.Thread(target=self._listen, args=(ours,), daemon=True, name="zygote").start()

    def spawn(self, order, output):
        """A Process running the order (see zygote.py), its output going to that descriptor.

        Raises RuntimeError if the zygote dies each time that it is started anew.
        """
        with self._lock:
            if not self.packages.exists():  # `rm -rf build`
                link_packages(self.packages)
            for _attempt in range(ATTEMPTS):
                if not self._alive:
                    self._start()
                with contextlib.suppress(OSError):  # it has just died: then _listen finds out, too
                    socket.send_fds(self._channel, [json.dumps(order).encode() + b"\n"], [output])
                with self._news:
                    self._news.wait_for(lambda: self._started or not self._alive)
                    if self._started:
                        return self._started.pop()
            raise RuntimeError("the process that starts functions has died; see the log")

    def _listen(self, channel):
        """In a thread: what the zygote says, until it is gone; with it go all its processes."""
        with channel.makefile("rb") as lines, contextlib.suppress(OSError):
            for line in lines:
                self._hear(json.loads(line))
        with self._news:
            orphans, self._processes = self._processes, {}
            for process in orphans.values():
                process.kill()
                process.note_end(signal.SIGKILL)
            if not self._closing:
                zygote.end_orphans()
            self._alive = False
            self._news.notify_all()

    def _hear(self, news):
        """One message: a process has started, or has ended."""
        with self._news:
            if "pid" in news:
                self._processes[news["pid"]] = Process(news["pid"])
                self._started.append(self._processes[news["pid"]])
                self._news.notify_all()
            else:
                self._processes.pop(news["ended"]).note_end(news["status"])

    def close(self):
        """The zygote kills what it started when its socket closes, and ends."""
        self._closing = True
        self._channel.shutdown(socket.SHUT_RDWR)
        try:
            self._zygote.wait(5)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
