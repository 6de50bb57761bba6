#!/usr/bin/env python3
"""The local cloud: AWS's services on 127.0.0.1, for development and tests.

    run_local.py start    in the background; prints it if one runs already
    run_local.py status   prints the health of the running one as JSON
    run_local.py stop
    run_local.py serve    in the foreground, until Ctrl-C

The next start uses the same port as this one. With PARETO_LOCAL_SPEED=60 the clock of timers, retries and delays
runs 60 times as fast.
"""
import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from aws import hung_cloud, local_process
from kit import cli, files
from kit.problems import problem
from localcloud import presence, processes
from localcloud.presence import PORT, Cloud

PATIENCE = 10  # seconds for a local cloud to end by itself


def listening_socket(port):
    """A socket that listens on loopback. Raises Problems if another process has the port."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        if error.errno != errno.EADDRINUSE:
            raise problem("", 0, f"port {port} cannot be used: {error.strerror}", "`make local port=4567`")
        raise in_use(port)
    listening.listen(1024)
    return listening


def in_use(port):
    """Problems of a port that is in use, with its owner and a hint."""
    health = hung_cloud.health(f"http://127.0.0.1:{port}", 1)
    holder = f"the local cloud of {health['folder']} (pid {health['pid']})" if health else processes.port_holder(port)
    return problem("", 0, f"port {port} is in use by {holder}", f"`make local port={port + 1}`")


def start(args):
    """Start this folder's local cloud, unless it runs; wait until it answers, write `out`, and remember its port."""
    began = time.monotonic()
    log = Path(args.out).with_suffix(".log")
    with presence.exclusive(args.out):
        clouds = presence.running(args.out)
        if clouds and args.port and not clouds[0].endpoint.endswith(f":{args.port}"):
            raise problem("", 0, f"the local cloud runs already, at {clouds[0].endpoint}", "`make stop` first")
        before = presence.port(args.out)
        cloud = clouds[0] if clouds else launch(args.port or before or PORT, log)
        try:
            state = presence.answering(cloud, log, not clouds)
        except BaseException:
            if not clouds:
                processes.end(cloud.pid, 0)
            raise
        if not Path(state["folder"]).exists() or not Path(state["folder"]).samefile("."):
            raise problem("", 0, f"the app was moved from {state['folder']}, and its local cloud at {cloud.endpoint} "
                          "lost its files", hung_cloud.REMEDY)
        record = files.json_bytes({"endpoint": cloud.endpoint, "pid": cloud.pid, "log": str(log)})
        if not clouds or not Path(args.out).is_file() or Path(args.out).read_bytes() != record:
            files.write_bytes(args.out, record, private=True)  # its time is that of the start: deploy/preview.py
        if cloud.pid in dict(local_process.serving(log.parent)) and not log.exists():
            os.kill(cloud.pid, signal.SIGHUP)  # its log was deleted with build/
        port = int(cloud.endpoint.rpartition(":")[2])
        if port != (before or PORT):
            presence.remember_port(args.out, port)
    report_start(state["endpoint"], bool(clouds), began, before)


def report_start(endpoint, was_running, began, before):
    """Print that the local cloud answers, and that its port changed from `before`, if there was one."""
    if was_running:
        cli.say(f"The local cloud runs already, at {endpoint}.")
    else:
        cli.say(f"The local cloud answers at {endpoint} after {time.monotonic() - began:.1f} s.")
    if before and not endpoint.endswith(f":{before}"):
        cli.say(f"This is its new port; it was {before}.")


def launch(port, log):
    """Start a process of `serve` in its own session, which writes to the log. -> its Cloud. Raises Problems.

    port  which must be free
    """
    listening_socket(port).close()
    with files.private_file(log) as output:
        command = [sys.executable, __file__, *local_process.command(port, log)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                   start_new_session=True)
    return Cloud(process.pid, f"http://127.0.0.1:{port}")


def stop(args):
    """End this folder's local cloud: by SIGTERM, then by SIGKILL. It needs no writable folder."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(presence.exclusive(args.out))
        clouds = presence.running(args.out)
        stacks = [name for cloud in clouds for name in (hung_cloud.health(cloud.endpoint) or {}).get("stacks", [])]
        for cloud in clouds:
            processes.end(cloud.pid, PATIENCE)
        with contextlib.suppress(OSError):
            Path(args.out).unlink(missing_ok=True)
    lost = f", and with it {', '.join(stacks)}" if stacks else ""
    cli.say(f"The local cloud at {clouds[0].endpoint} is stopped{lost}." if clouds else "No local cloud runs.")
    before = presence.port(args.out) if args.forget else None
    if before and before != PORT:
        cli.say(f"The next one is at port {PORT} again, not {before}: `make local port={before}`")


def status(args):
    """Print the health of this folder's local cloud as JSON: {"endpoint", "stacks", ...}. Raises Problems."""
    clouds = presence.running(args.out)
    if not clouds:
        raise problem("", 0, "no local cloud runs", "`make local` starts it")
    sys.stdout.buffer.write(files.json_bytes(presence.answering(clouds[0], Path(args.out).with_suffix(".log"), False)))


def serve(args):
    """Serve in this process, until a signal stops it."""
    if args.log:
        signal.signal(signal.SIGHUP, lambda *_: reopen(args.log))
    listening = listening_socket(PORT if args.port is None else args.port)
    from localcloud import serving  # 0.3 s with moto, and a used port is an error at once

    serving.serve(listening, Path(args.folder) / f"functions-{listening.getsockname()[1]}")


def reopen(log):
    """Write stdout and stderr to a new file of that name: the old one was removed."""
    Path(log).parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def port_number(text):
    """A port as a number, from text. Raises Problems."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise port_problem(text)
    return int(text)


def port_problem(text):
    """The Problems of a text that is no port."""
    return problem("", 0, f"{text!r} is not a port", f"a number from 1 to 65535: port={PORT + 1}")


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "serve"])
    parser.add_argument("--port", type=port_number,
                        help=f"where it listens, on 127.0.0.1 (default: the last one, else {PORT}; serve takes 0: any "
                             "free one)")
    parser.add_argument("--out", default="build/local/cloud.json", help="where start writes the endpoint and the pid")
    parser.add_argument("--forget", action="store_true", help="stop prints which port is forgotten with build/")
    parser.add_argument("--folder", default="build/local", help="where serve unzips functions")
    parser.add_argument("--log", help="the file that serve's output goes to, created again after SIGHUP")
    args = parser.parse_args(argv)
    if args.port == 0 and args.action != "serve":
        raise port_problem("0")
    {"start": start, "stop": stop, "status": status, "serve": serve}[args.action](args)


if __name__ == "__main__":
    cli.run(main)
