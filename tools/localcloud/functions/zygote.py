"""A process with boto3 already imported, which forks one process per execution environment.

Started by spawner.py, which also ends processes by functions of this module. Importing boto3 and its models costs
300 ms, a fork of a process that has done so 5. Messages are lines of JSON over one socket; the new process's output
pipe is sent with the order, as a descriptor:

    -> {"env", "folder", "path", "handler", "fork"}     start a process; <- {"pid": 4711}
    <- {"ended": 4711, "status": 9}                     at any time; status: waitpid's

It runs without site-packages: a handler can import Python's own library, the packages of AWS's runtime
(`packages`), its zip and its layers. A package that is missing on AWS is missing here.
"""
import contextlib
import ctypes
import gc
import importlib.util
import json
import os
import select
import signal
import site
import socket
import sys
import time

MODULES = (
    "boto3.dynamodb.conditions", "boto3.dynamodb.types", "snapshot_restore_py", "awslambdaric.lambda_config",
    "awslambdaric.lambda_context", "awslambdaric.lambda_literals", "awslambdaric.lambda_runtime_log_utils",
    "awslambdaric.lambda_runtime_marshaller", "concurrent.futures.thread", "dataclasses", "decimal",
    "http.client", "urllib.request", "uuid")
SERVICES = ("dynamodb", "s3", "events", "sqs", "sns", "lambda", "logs", "ssm", "secretsmanager", "sts", "cognito-idp")
PDEATHSIG, CHILD_SUBREAPER = 1, 36  # options of prctl


def module_beside(name):
    """A module of this folder, which handlers must not be able to import: no folder of Pareto is in sys.path."""
    spec = importlib.util.spec_from_file_location(name, __file__.replace("zygote.py", f"{name}.py"))
    assert spec and spec.loader  # None only of a suffix that Python does not know
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


process_changes, writable = map(module_beside, ("process_changes", "writable"))


def preload():
    """Imports what handlers import, and caches the parsed models of the usual services.

    Not awslambdaric.bootstrap nor its client: its native part reads AWS_LAMBDA_RUNTIME_API
    at its import, and each environment has its own.
    """
    for name in MODULES:
        importlib.import_module(name)
    import boto3  # 90 ms, in the child that preloads it
    import botocore.exceptions

    process_changes.print_denials(botocore.exceptions.ClientError)
    module_beside("quick_sessions").install()
    session = boto3.session.Session("warm", "warm", region_name="us-east-1")
    for service in SERVICES:
        session.client(service, endpoint_url="http://127.0.0.1:9")
    session.resource("dynamodb", endpoint_url="http://127.0.0.1:9")


def set_process_option(option, value):
    """prctl, on Linux only: a second safeguard besides process groups and the end of the socket."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def kill_group(pid):
    """Sends SIGKILL to the process group of `pid`, also if that process itself has ended."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS refuses it for a group of zombies
        pass


def kill_orphans(children):
    """SIGKILL to the children of ended processes, also in sessions of their own: on AWS the whole environment ends.

    children  pids of the running environments, which are the leaders of their sessions
    Linux makes us the parent of such orphans (CHILD_SUBREAPER), and of those that they leave. Returns the pids.
    """
    own_children = set()
    for thread in os.listdir("/proc/self/task") if os.path.exists("/proc/self/task") else ():
        with contextlib.suppress(OSError), open(f"/proc/self/task/{thread}/children", "rb") as file:
            own_children |= set(map(int, file.read().split()))
    orphans = own_children - children
    for pid in list(orphans):
        with contextlib.suppress(ProcessLookupError):  # another thread waited for it just now
            if os.getsid(pid) in children:
                orphans.remove(pid)
            else:
                kill_group(pid)
                os.kill(pid, signal.SIGKILL)
    return orphans


def run(handler, path):
    """Runs AWS's own runtime client in this process until it is killed. Never returns."""
    process_changes.connect_hosts(os.environ.get("AWS_ENDPOINT_URL", ""))
    sys.path[:0] = path
    site.setquit()  # `exit` exists on AWS; -S left it out
    sys.argv = ["awslambdaric", handler]
    from awslambdaric.__main__ import bootstrap  # it reads AWS_LAMBDA_RUNTIME_API: see preload()
    from awslambdaric.__main__ import main as runtime

    process_changes.write_messages_as_lines(bootstrap.StandardLogSink)
    try:
        runtime(sys.argv)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    sys.stdout.flush()
    os._exit(code)


def start_handler(order, output, parent):
    """Sets session, output, environment and folder of the new process, and calls run()."""
    os.setsid()
    set_process_option(PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(order["folder"])
    writable.restrict(sys.argv[2])  # the packages, see main()
    os.umask(0o022)  # as on Lambda: the local cloud's own is stricter
    if not order["fork"]:
        command = [sys.executable, "-S", "-E", "-s", "-P", "-X", "utf8",
                   "-X", f"pycache_prefix={sys.pycache_prefix}", __file__, "run",
                   json.dumps(order["path"] + [sys.argv[2]]), order["handler"]]
        os.execve(sys.executable, command, order["env"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    run(order["handler"], order["path"])


def read_order(channel):
    """The next order and its output descriptor; (None, None) when the local cloud has ended."""
    data, descriptors, _flags, _address = socket.recv_fds(channel, 1 << 16, 1)
    while data and not data.endswith(b"\n"):
        more = channel.recv(1 << 16)
        data = data + more if more else b""
    return (json.loads(data), descriptors[0]) if data else (None, None)


def reap(children, channel):
    """Reports every child that has ended, and kills the processes that this child started."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        if pid in children:
            children.remove(pid)
            kill_group(pid)
            channel.sendall(json.dumps({"ended": pid, "status": status}).encode() + b"\n")
        kill_orphans(children)


def start(channel, wake_reader, children):
    """Forks a process for the next order. False when the local cloud has ended."""
    order, output = read_order(channel)
    if order is None:
        return False
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            channel.close()
            wake_reader.close()
            start_handler(order, output, parent)
        except BaseException as error:  # of the machine: a folder was removed, a file is damaged
            print(f"the local cloud cannot start the function: {type(error).__name__}: {error}", flush=True)
        finally:
            os._exit(97)
    os.close(output)
    children.add(pid)
    channel.sendall(json.dumps({"pid": pid}).encode() + b"\n")
    return True


def serve(channel):
    """Handles orders and ends of processes until the local cloud closes its end or dies."""
    wake_reader, wake_writer = socket.socketpair()
    wake_writer.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_writer.fileno())
    children, is_open = set(), True
    try:
        while is_open:
            readable, _, _ = select.select([channel, wake_reader], [], [])
            if wake_reader in readable:
                wake_reader.recv(4096)
                reap(children, channel)
            if channel in readable:
                is_open = start(channel, wake_reader, children)
    except ConnectionError:
        pass
    end_all(children)


def end_all(children):
    """Sends SIGKILL to all processes of the zygote, and to those that they started: its own end would not kill them."""
    for pid in children:
        kill_group(pid)
        os.kill(pid, signal.SIGKILL)  # a process that has just started has no group yet
    end_orphans()


def end_orphans():
    """SIGKILL to every child of this process and every orphan that becomes one, until there is none."""
    with contextlib.suppress(ChildProcessError):  # another thread waited for the last one
        while kill_orphans(set()):
            os.wait()


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in `serve`: the server handles it
    sys.path.insert(0, sys.argv[2])  # the packages of AWS's runtime
    set_process_option(CHILD_SUBREAPER, 1)
    preload()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    writable.keep_no_part_of_bytecode()
    if sys.argv[1] == "run":
        run(sys.argv[3], json.loads(sys.argv[2]))
    main()
