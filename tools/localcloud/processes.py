"""The process of a local cloud: whether it runs, makes progress, how it ended, and ending it; what listens on a port.

By /proc where there is one, else by ps. aws/local_process.py finds the process.
"""
import os
import signal
import subprocess
import time
from pathlib import Path

from aws.local_process import PROC

LISTEN = "0A"


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
    """Waits for the end of a process, if it is a child of this one. -> "it ended with exit status 1", or as it ended"""
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


def port_holder(port: int) -> str:
    """'python3 (pid 4711)' of the program that listens on a TCP port, or 'another program'."""
    pid = _pid_by_proc(port) if Path("/proc/net/tcp").exists() else _pid_by_lsof(port)
    if pid is None:
        return "another program"
    return f"{_name(pid)} (pid {pid})"


def _pid_by_proc(port):
    """The pid, or None: the descriptors of other users' processes cannot be read."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
            sockets |= {f"socket:[{row[9]}]" for row in rows
                        if row[3] == LISTEN and int(row[1].rpartition(":")[2], 16) == port}
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(descriptor) in sockets:
                return int(descriptor.parts[2])
        except OSError:
            continue
    return None


def _pid_by_lsof(port):
    """The pid of the program that listens on a port, None without lsof or without such a program."""
    try:
        pids = subprocess.run(["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-t"],
                              capture_output=True, text=True, timeout=5).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(pids[0]) if pids else None


def _name(pid):
    """The name of a process's program, without its folder."""
    return os.path.basename(_ps(pid, "comm")) or "a program"
