"""The process of a local cloud: whether it runs, makes progress, how it ended, and ending it.

By /proc where there is one, else by ps. aws/local_process.py finds the process.
"""
import os
import signal
import subprocess
import time
from pathlib import Path

from aws.local_process import PROC


def progress(pid, log):
    """A value that changes as long as a process computes or writes to its log."""
    try:
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] if PROC else _ps(pid, "time")
    except OSError:
        used = None
    return used, log.stat().st_size if log.exists() else 0


def alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] if PROC else _ps(pid, "stat")
    except OSError:
        return False
    return bool(state) and not state.startswith("Z")


def ending(pid):
    """The text how a process ended: "it ended with exit status 1"; the status is known of own children only."""
    try:
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return "it has ended"
    if code < 0:
        return f"it ended by signal {-code} ({signal.strsignal(-code)})"
    return f"it ended with exit status {code}"


def end(pid: int, seconds: float) -> None:
    """Ends a process, also a stopped one, by SIGTERM; after so many seconds by SIGKILL. Returns when it has ended."""
    deadline = time.monotonic() + seconds
    for number in (signal.SIGTERM, signal.SIGCONT, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        while number == signal.SIGCONT and alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    while alive(pid):  # a read from a slow disk delays the end of even a killed process
        time.sleep(0.02)


def _ps(pid, field):
    """The text of one field of ps about a process; "" without the process."""
    return subprocess.run(["ps", "-o", f"{field}=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
