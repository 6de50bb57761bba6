"""The local cloud of this folder: its process, whether it answers, and its port.

Also of one that cannot answer: it may be busy or stopped, and build/local may have been removed meanwhile.
"""
import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from aws import hung_cloud, local_process
from kit import cli, files
from kit.problems import Problems, problem
from localcloud import processes

PORT = 4566  # the default of other tools, too
SMALLEST = 4096  # bytes free on a disk, below which no line fits into a log
STALL = 60  # seconds without a response, without CPU time used and without a line in the log
HUNG = hung_cloud.SECONDS + hung_cloud.IDLE_SECONDS  # seconds without a response and without work, of one that ran


class Cloud(NamedTuple):
    """A running local cloud."""

    pid: int
    endpoint: str  # "http://127.0.0.1:4566"


def running(out: str) -> list[Cloud]:
    """The Clouds of this folder, none or one: by their command lines, by `out`, or at the folder's port.

    out  build/local/cloud.json, which may be lost, or have a pid that is another program's now
    """
    clouds = [Cloud(pid, f"http://127.0.0.1:{port}") for pid, port in local_process.serving(Path(out).parent)]
    if clouds:
        return clouds
    try:
        recorded = files.read_json(out) if Path(out).exists() else None
    except Problems:
        recorded = None  # a start writes it anew
    state = hung_cloud.health(recorded["endpoint"]) if recorded else None
    if recorded and state and state["pid"] == recorded["pid"] and local_process.serves(state["pid"]) and not \
            local_process.is_of_another(recorded["endpoint"], os.path.dirname(out)):
        return [Cloud(state["pid"], recorded["endpoint"])]
    state = hung_cloud.health(f"http://127.0.0.1:{port(out) or PORT}")
    if state and state["folder"] == str(Path.cwd()) and local_process.serves(state["pid"]):
        return [Cloud(state["pid"], state["endpoint"])]
    return []


def answering(cloud: Cloud, log: Path, is_new: bool = True) -> dict:
    """The health of a Cloud, as soon as it answers; waits without a limit while the process makes progress.

    Raises Problems, with the reason and the end of the log, if it ends, or makes no progress for STALL seconds.
    is_new: whether it is starting: then its process may wait for a child; later one that hangs has threads that wake
    """
    stall = STALL if is_new else HUNG
    progress, began, is_reported = None, time.monotonic(), False
    deadline = began + stall
    while processes.alive(cloud.pid):
        state = hung_cloud.health(cloud.endpoint)
        if state and state["pid"] == cloud.pid:
            return state
        now = time.monotonic()
        latest = processes.progress(cloud.pid, log) if is_new else local_process.is_working(cloud.pid) and now
        if not is_reported and now > (deadline - stall if is_new else began) + hung_cloud.SECONDS:
            is_reported = True
            cli.say(f"the local cloud at {cloud.endpoint} does not answer yet; if it hangs: {hung_cloud.REMEDY}")
        if latest != progress:
            progress, deadline = latest, now + stall
        elif now > deadline:
            raise failure(f"does not answer: its process {cloud.pid} has done nothing for {stall:g} s", log)
        time.sleep(0.02)
    raise failure(f"did not start: {processes.ending(cloud.pid)}", log)


def failure(reason: str, log: Path) -> Problems:
    """The Problems of a local cloud that does not answer, with the last 15 lines of its log."""
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    text = "\n".join(["the end of its log:", *lines] if lines else ["its log is empty"])
    is_full = not lines and shutil.disk_usage(log.parent).free < SMALLEST
    return problem(log, 0, f"the local cloud {reason}; {text}",
                   cli.FULL_DISK if is_full else "`make stop`, then `make local` again")


def port(out: str) -> int | None:
    """The port that was last chosen in this folder; None if none was, or the file is damaged: a start writes it."""
    try:
        content = files.read_json(_port_file(out))
    except Problems:
        return None
    number = content.get("port") if isinstance(content, dict) else None
    return number if isinstance(number, int) else None


def remember_port(out: str, number: int) -> None:
    """Writes the port for the next start of the local cloud."""
    files.write_json(_port_file(out), {"port": number})


def _port_file(out):
    """The path of the file with the port: build/local/port.json."""
    return Path(out).with_name("port.json")


@contextlib.contextmanager
def exclusive(out: str) -> Generator[None]:
    """A lock: one start or stop of this folder's local cloud at a time, another one waits.

    out  build/local/cloud.json. Raises OSError where its folder cannot be written
    """
    lock = Path(out).with_suffix(".lock")
    while True:
        files.create_private_folder(lock.parent)
        with files.private_file(lock) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if lock.exists() and lock.stat().st_ino == os.fstat(file.fileno()).st_ino:
                yield
                return  # else build/ was removed during the wait: no other process uses that lock
