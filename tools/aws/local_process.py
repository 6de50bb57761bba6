"""Finds the process of a folder's local cloud without a request: a local cloud that hangs or is busy does not respond.

By /proc where there is one, else by ps. A process counts if it is this user's and its program is a Python that runs
run_local.py; similar arguments alone are not enough.
"""
import functools
import os
import re
import subprocess
from pathlib import Path

PROC = os.path.exists("/proc/self/stat")
RECORD = "cloud.json"  # in build/local, the folder of a local cloud: its address and pid
PROGRAM = b"run_local.py"
ARGUMENTS = ("serve", "--port", "", "--log", "", "--folder", "")  # of run_local.py; "" is any text
# ps joins arguments with spaces: python, the path of the program, which may hold spaces, and the rest.
_PS_LINE = re.compile(r"(\S*python\S*) (/(?:(?!\.py ).)*run_local\.py) (serve)"
                      r"(?: (--port) (\d+) (--log) (.+) (--folder) (.+))?", re.IGNORECASE)


def command(port, log):
    """[argument] of run_local.py, which identify the local cloud of the log's folder."""
    log = os.path.abspath(log)
    return ["serve", "--port", str(port), "--log", log, "--folder", os.path.dirname(log)]


def serving(folder: str | Path) -> list:
    """[(pid, port), ...] of the local clouds that were started for a folder, by their command lines."""
    return [(pid, port) for pid, port, of_cloud in _started() if of_cloud == os.path.abspath(folder)]


@functools.cache
def is_of_another(url: str, folder: str) -> bool:
    """Whether the local cloud at a URL is that of another folder: of the project that this one is a copy of, or of one
    that got the port of this one's cloud. Where the project was moved, the folder of its start has no RECORD."""
    return any(url.endswith(f":{port}") and os.path.exists(os.path.join(of_cloud, RECORD))
               and not os.path.samefile(of_cloud, folder) for _pid, port, of_cloud in _started())


def _started():
    """(pid, port, folder) of the local clouds that were started in the background, by their command lines."""
    clouds = [(pid, arguments[2:]) for pid, arguments in _command_lines() if is_cloud(arguments)]
    return [(pid, int(options[2]), options[6]) for pid, options in clouds
            if len(options) == len(ARGUMENTS) and options[2].isdecimal()
            and all(expected in ("", actual) for expected, actual in zip(ARGUMENTS, options))]


def is_cloud(arguments: list[str]) -> bool:
    """Whether a process is a local cloud, by its program and arguments: [python, run_local.py, "serve", ...]."""
    return len(arguments) > 2 and "python" in os.path.basename(arguments[0]).lower() and \
        os.path.basename(arguments[1]) == "run_local.py" and arguments[2] == "serve"


def serves(pid):
    """Whether a process is a local cloud of this user, for any folder."""
    return any(number == pid and is_cloud(arguments) for number, arguments in _command_lines())


def at_port(port: int | None) -> int | None:
    """The pid of this user's local cloud that was started for a port, by its command line."""
    return next((pid for pid, arguments in _command_lines()
                 if is_cloud(arguments) and arguments[3:5] == ["--port", str(port)]), None)


def is_working(pid: int) -> bool:
    """Whether a thread of a process computes, or waits for a processor or a disk: a cloud that does not, and does not
    respond to a request of its health, hangs."""
    return any(state[0] in "RDU" for state in _thread_states(pid))


def _thread_states(pid):
    """["S", ...]: the states of a process's threads by /proc, else that of the process by ps; [] if it has ended."""
    if not PROC:
        listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
        return listed.stdout.split()
    try:
        return [path.read_text().rpartition(")")[2].split()[0] for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:
        return []


def _command_lines():
    """(pid, [program, argument, ...]) of those of this user's processes that may be local clouds."""
    if not PROC:
        listed = subprocess.run(["ps", "-xww", "-U", str(os.getuid()), "-o", "pid=,args="], capture_output=True,
                                text=True)
        lines = [line.strip().partition(" ") for line in listed.stdout.splitlines()]
        matches = [(int(pid), _PS_LINE.fullmatch(text)) for pid, _space, text in lines]
        return [(pid, [argument for argument in match.groups() if argument]) for pid, match in matches if match]
    processes = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        path = f"/proc/{pid}/cmdline"
        try:
            with open(path, "rb", 0) as file:  # every tool reads that of every process: this is the fastest way
                line = file.read()
            if PROGRAM in line and os.stat(path).st_uid == os.getuid():
                processes.append((int(pid), line.decode(errors="surrogateescape").removesuffix("\0").split("\0")))
        except OSError:  # it has just ended
            continue
    return processes
