"""A process with boto3 already imported, which forks one process per execution environment.

Started by spawner.py, which ends processes as it does here. Importing boto3 and reading its models costs 300 ms;
a fork of a process that has done so costs 5. The zygote speaks over one stream socket, a
line of JSON each way, the output pipe of the new process riding along as a descriptor:

    -> {"env", "folder", "path", "handler", "fork"}     start one; <- {"pid": 4711}
    <- {"ended": 4711, "status": 9}                     at any time, status as of waitpid

It runs without site-packages: a handler sees Python's own library, what AWS's runtime
brings (`packages`), its zip and its layers. What would be missing on AWS is missing here.
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

PRELOADED = (
    "boto3.dynamodb.conditions", "boto3.dynamodb.types", "snapshot_restore_py", "awslambdaric.lambda_config",
    "awslambdaric.lambda_context", "awslambdaric.lambda_literals", "awslambdaric.lambda_runtime_log_utils",
    "awslambdaric.lambda_runtime_marshaller", "concurrent.futures.thread", "dataclasses", "decimal",
    "http.client", "urllib.request", "uuid")
WARMED = ("dynamodb", "s3", "events", "sqs", "sns", "lambda", "logs", "ssm", "secretsmanager", "sts",
          "cognito-idp")
# The module beside this one: sys.path has none of our folders.
_SPEC = importlib.util.spec_from_file_location("user_pool_hosts", __file__.replace("zygote.py", "user_pool_hosts.py"))
user_pool_hosts = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(user_pool_hosts)


def preload():
    """Import what handlers import, and keep the parsed models of the usual services.

    Not awslambdaric.bootstrap nor its client: its native half reads AWS_LAMBDA_RUNTIME_API
    when first imported, and each environment has its own.
    """
    for name in PRELOADED:
        importlib.import_module(name)
    import boto3
    import botocore.loaders

    load = botocore.loaders.JSONFileLoader.load_file
    kept = {}

    def load_once(self, path):
        if path not in kept:
            kept[path] = load(self, path)
        return kept[path]

    botocore.loaders.JSONFileLoader.load_file = load_once
    session = boto3.session.Session("warm", "warm", region_name="us-east-1")
    for service in WARMED:
        session.client(service, endpoint_url="http://127.0.0.1:9")
    session.resource("dynamodb", endpoint_url="http://127.0.0.1:9")


PDEATHSIG, CHILD_SUBREAPER = 1, 36


def ask_linux(option, value):
    """prctl. On Linux only: what is asked for here is a second net, below process groups and the socket's end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def kill_group(pid):
    """SIGKILL to a process, or to what it left behind of its group."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS refuses where nothing but a zombie is left
        pass


def kill_orphans(children):
    """SIGKILL to what ended processes had started, in sessions of its own too: on AWS the whole environment ends.

    children  environments that live on, and the leaders of their sessions
    Linux gives us such orphans (CHILD_SUBREAPER); each of them may leave orphans again, whose SIGCHLD comes here too.
    Returns their pids.
    """
    ours = set()
    for thread in os.listdir("/proc/self/task") if os.path.exists("/proc/self/task") else ():
        with contextlib.suppress(OSError), open(f"/proc/self/task/{thread}/children", "rb") as file:  # it may be gone
            ours |= set(map(int, file.read().split()))
    orphans = ours - children
    for pid in list(orphans):
        with contextlib.suppress(ProcessLookupError):  # another thread waited for it just now
            if os.getsid(pid) in children:
                orphans.remove(pid)
            else:
                kill_group(pid)
                os.kill(pid, signal.SIGKILL)
    return orphans


def run(handler, path):
    """AWS's own runtime client, in this process, until it is killed. Never returns."""
    user_pool_hosts.lead_here(os.environ.get("AWS_ENDPOINT_URL", ""))
    sys.path[:0] = path
    site.setquit()  # `exit` exists on AWS; -S left it out
    sys.argv = ["awslambdaric", handler]
    from awslambdaric.__main__ import main as runtime

    try:
        runtime(sys.argv)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    os._exit(code)


def become(order, output, parent):
    """In the new process: its own session, output, environment and folder; then run()."""
    os.setsid()
    ask_linux(PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(order["folder"])
    os.umask(0o022)  # as on Lambda: the local cloud's own is stricter
    if not order["fork"]:
        command = [sys.executable, "-S", "-E", "-s", "-P", "-X", "utf8", __file__, "run",
                   json.dumps(order["path"] + [packages()]), order["handler"]]
        os.execve(sys.executable, command, order["env"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    run(order["handler"], order["path"])


def packages():
    """The folder of what AWS's runtime brings: the zygote's one argument besides its socket."""
    return sys.argv[2]


def order_of(channel):
    """The next order and its output descriptor; (None, None) when the local cloud is gone."""
    data, descriptors, _flags, _address = socket.recv_fds(channel, 1 << 16, 1)
    while data and not data.endswith(b"\n"):
        more = channel.recv(1 << 16)
        data = data + more if more else b""
    return (json.loads(data), descriptors[0]) if data else (None, None)


def reap(children, channel):
    """Tell of every child that has ended, and kill what it left behind."""
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


def start(channel, alarm, children):
    """Fork one. False when there is nobody left to start for."""
    order, output = order_of(channel)
    if order is None:
        return False
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            channel.close()
            alarm.close()
            become(order, output, parent)
        finally:
            os._exit(97)
    os.close(output)
    children.add(pid)
    channel.sendall(json.dumps({"pid": pid}).encode() + b"\n")
    return True


def serve(channel):
    """Orders and endings, one at a time, until the local cloud closes its end or dies."""
    alarm, ring = socket.socketpair()
    ring.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ring.fileno())
    children = set()
    going = True
    try:
        while going:
            readable, _, _ = select.select([channel, alarm], [], [])
            if alarm in readable:
                alarm.recv(4096)
                reap(children, channel)
            if channel in readable:
                going = start(channel, alarm, children)
    except ConnectionError:
        pass
    end_all(children)


def end_all(children):
    """SIGKILL to all that runs for us, and to what they started: dying ourselves would not reach those."""
    for pid in children:
        kill_group(pid)
        os.kill(pid, signal.SIGKILL)  # one that has just begun has no group yet
    end_orphans()


def end_orphans():
    """SIGKILL to every child of this process, and to what comes to it as an orphan then, until there is none."""
    with contextlib.suppress(ChildProcessError):  # another thread waited for the last one
        while kill_orphans(set()):
            os.wait()


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in `serve` is the server's to deal with
    sys.path.insert(0, packages())
    ask_linux(CHILD_SUBREAPER, 1)
    preload()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(sys.argv[3], json.loads(sys.argv[2]))
    main()
