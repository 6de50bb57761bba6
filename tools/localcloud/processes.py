"""Processes of local clouds, found without asking them: one that hangs or is busy answers nobody.

By /proc where there is one, else by ps.
"""
import os
import re
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc/self/stat").exists()
SERVES = re.compile(r"run_local\.py serve --port (\d+) --log .+ --folder (.+)")


def command(port, log):
    """The arguments of run_local.py by which the local cloud of the log's folder is known."""
    log = os.path.abspath(log)
    return ["serve", "--port", str(port), "--log", log, "--folder", os.path.dirname(log)]


def serving(folder):
    """[(pid, port), ...] of the local clouds that were started for a folder, by their command lines."""
    matches = [(pid, SERVES.search(text)) for pid, text in _command_lines()]
    return [(pid, int(match[1])) for pid, match in matches if match and match[2] == os.path.abspath(folder)]


def progress(pid, log):
    """A value that changes as long as a process computes or writes to its log."""
    try:
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] if PROC else _ps(pid, "time")
    except OSError:
        used = None
    return used, log.stat().st_size if log.exists() else 0


def alive(pid):
    """Whether a process runs; one that ended and that nobody waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] if PROC else _ps(pid, "stat")
    except OSError:
        return False
    return bool(state) and not state.startswith("Z")


def ending(pid):
    """How a process ended: "it ended with exit status 1"; the status is known of our own children only."""
    try:
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return "it has ended"
    if code < 0:
        return f"it ended by signal {-code} ({signal.strsignal(-code)})"
    return f"it ended with exit status {code}"


def end(pid, seconds):
    """SIGTERM, for a stopped process too; SIGKILL if it has not ended after that time. Waits for its end."""
    deadline = time.monotonic() + seconds
    for number in (signal.SIGTERM, signal.SIGCONT, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        while number == signal.SIGCONT and alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    while alive(pid):  # a page that comes from a slow disk may keep even a killed process
        time.sleep(0.02)


def _command_lines():
    """(pid, "python tools/run_local.py serve ...") of all processes that we may look at."""
    if not PROC:
        listed = subprocess.run(["ps", "-axww", "-o", "pid=,args="], capture_output=True, text=True).stdout
        return [(int(pid), text) for pid, _space, text in (line.strip().partition(" ") for line in listed.splitlines())]
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().rstrip(b"\0").replace(b"\0", b" ")
            found.append((int(path.parts[2]), words.decode(errors="surrogateescape")))
        except OSError:  # it has just ended
            continue
    return found


def _ps(pid, field):
    """One field of ps about one process; "" without the process."""
    return subprocess.run(["ps", "-o", f"{field}=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
