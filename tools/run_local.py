#!/usr/bin/env python3
"""The local cloud: AWS's services on 127.0.0.1, for development and tests.

    run_local.py start    in the background; says so if it runs already
    run_local.py status   what runs, as JSON
    run_local.py stop
    run_local.py serve    in the foreground, until Ctrl-C

PARETO_LOCAL_SPEED=60 makes the clock of timers, retries and delays run 60 times as fast.
"""
import argparse
import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from kit import cli, files
from kit.problems import Problems, problem
from localcloud import ports

PORT = 4566  # the one that people's tools know
PATIENCE = 30  # seconds for a start


def health(endpoint, timeout=2):
    """What the local cloud at an endpoint says of itself; None if there is none."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy of the user's
    try:
        with opener.open(f"{endpoint}/_aws/health", timeout=timeout) as answer:
            said = json.load(answer)
    except (OSError, ValueError, urllib.error.URLError):
        return None
    return said if isinstance(said, dict) and "pid" in said else None


def running(out):
    """The health of the cloud that `out` tells of; None if that is no longer true, or nobody's pid now."""
    if not Path(out).exists():
        return None
    try:
        known = files.read_json(out)
    except Problems:
        return None  # a start writes it anew
    said = health(known["endpoint"])
    return said if said and said["pid"] == known["pid"] else None


@contextlib.contextmanager
def alone(out):
    """Only one start or stop at a time; another one waits."""
    lock = Path(out).with_suffix(".lock")
    files.create_private_folder(lock.parent)
    with files.private_file(lock) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def bound(port):
    """A socket that listens on loopback. Raises Problems if the port is somebody else's."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        if error.errno != errno.EADDRINUSE:
            raise problem("", 0, f"port {port} cannot be used: {error.strerror}", "`make local port=4567`")
        raise in_use(port)
    listening.listen(128)
    return listening


def in_use(port):
    """The Problems of a port that is taken, by whom, and what to do."""
    other = health(f"http://127.0.0.1:{port}", 1)
    who = f"the local cloud of {other['folder']} (pid {other['pid']})" if other else ports.holder(port)
    return problem("", 0, f"port {port} is in use by {who}", f"`make local port={port + 1}`")


def start(args):
    """Start one in its own session, wait until it answers, and write `out`."""
    with alone(args.out):
        said = running(args.out) or adopted(args.out, args.port or PORT)
        if said and args.port and not said["endpoint"].endswith(f":{args.port}"):
            raise problem("", 0, f"the local cloud runs already, at {said['endpoint']}",
                          "`make stop` first")
        if said:
            cli.say(f"The local cloud runs already, at {said['endpoint']}.")
            return
        began = time.monotonic()
        log = Path(args.out).with_suffix(".log")
        port = args.port or PORT
        said = answering(launched(port, log), port, log)
        remember(args.out, said, log)
        cli.say(f"The local cloud answers at {said['endpoint']} after {time.monotonic() - began:.1f} s.")


def adopted(out, port):
    """The health of a cloud of this folder that answers there though `out` is lost; None if there is none."""
    said = health(f"http://127.0.0.1:{port}", 1)
    if not said or said["folder"] != str(Path.cwd()):
        return None
    remember(out, said, Path(out).with_suffix(".log"))
    return said


def remember(out, said, log):
    """Write build/local/cloud.json."""
    files.write_json(out, {"endpoint": said["endpoint"], "pid": said["pid"], "log": str(log)})


def launched(port, log):
    """The process of `serve`, on a port that was free a moment ago, writing to the log."""
    bound(port).close()
    with files.private_file(log) as output:
        return subprocess.Popen(
            [sys.executable, __file__, "serve", "--port", str(port), "--folder", str(log.parent)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)


def answering(process, port, log):
    """The health of a started process, once it answers. Raises Problems with the log's end if it does not."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        said = health(f"http://127.0.0.1:{port}", PATIENCE)  # it listens before it can answer
        if said and said["pid"] == process.pid:
            return said
        time.sleep(0.02)
    process.kill()
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise problem(str(log), 0, f"the local cloud did not start:\n{last}")


def stop(args):
    """End the one that `out` tells of: gently, then not."""
    with alone(args.out):
        said = running(args.out)
        if said:
            os.kill(said["pid"], signal.SIGTERM)
            if not gone(said["endpoint"], 5):
                os.kill(said["pid"], signal.SIGKILL)
        Path(args.out).unlink(missing_ok=True)
    cli.say("The local cloud is stopped." if said else "No local cloud runs.")


def gone(endpoint, seconds):
    """Whether nobody listens there any more within that time: a process that has ended listens to nothing."""
    place = urlsplit(endpoint)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection((place.hostname, place.port), 1).close()
        except ConnectionError:
            return True
        time.sleep(0.02)
    return False


def status(args):
    """The health of the one that `out` tells of, on stdout."""
    said = running(args.out)
    if not said:
        raise problem("", 0, "no local cloud runs", "`make local` starts it")
    sys.stdout.buffer.write(files.json_bytes(said))


def serve(args):
    """In this process, until it is told to stop."""
    listening = bound(PORT if args.port is None else args.port)
    from localcloud import serving

    serving.serve(listening, Path(args.folder) / f"functions-{listening.getsockname()[1]}")


def port_number(text):
    """A port as a number. argparse tells the refusal."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: say one from 1 to 65535")
    return int(text)


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "serve"])
    parser.add_argument("--port", type=port_number,
                        help=f"where it listens, on 127.0.0.1 (default: {PORT}; serve takes 0: any free one)")
    parser.add_argument("--out", default="build/local/cloud.json", help="where start says what it started")
    parser.add_argument("--folder", default="build/local", help="where serve unzips functions")
    args = parser.parse_args(argv)
    {"start": start, "stop": stop, "status": status, "serve": serve}[args.action](args)


if __name__ == "__main__":
    cli.run(main)
