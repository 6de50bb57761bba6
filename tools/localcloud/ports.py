"""The program that listens on a port, for the message "in use". Linux by /proc; elsewhere lsof."""
import os
import subprocess
from pathlib import Path

LISTEN = "0A"


def holder(port: int) -> str:
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
    command = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True).stdout
    return os.path.basename(command.strip()) or "a program"
