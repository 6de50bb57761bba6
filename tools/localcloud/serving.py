"""The local cloud in one process: composes its parts, and serves until it is stopped."""
import contextlib
import io
import logging
import os
import platform
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from pathlib import Path

from localcloud.functions.spawner import Spawner

FILES = 8192  # descriptors: five for each environment, one for each connection
LONGEST_RECORD = 10_000  # characters of a message in the log


def clean_own_environment():
    """Remove variables that would make boto3 use a real account, or moto its own settings."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "BOTO", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull,
                      AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local",
                      AWS_DEFAULT_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true")


class ShortFormatter(logging.Formatter):
    """The message alone; of a long one its beginning: a message may quote a request."""

    def format(self, record):
        """A log record as text; called by logging."""
        text = super().format(record)
        more = len(text) - LONGEST_RECORD
        return f"{text[:LONGEST_RECORD]}... ({more} more characters)" if more > 0 else text


class Log(io.RawIOBase):
    """A file descriptor without errors: a request must not fail because the disk of the log is full."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def writable(self):
        """Whether it can be written to, as TextIOWrapper asks."""
        return True

    def write(self, data):
        """Writes the bytes if it can."""
        with contextlib.suppress(OSError):
            os.write(self.descriptor, data)
        return len(data)


def log_to_stderr():
    """Write the modules' warnings and errors to stderr, shortened."""
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(Log(2)), "utf-8", "backslashreplace", line_buffering=True)
    handler = logging.StreamHandler()
    handler.setFormatter(ShortFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def allow_files():
    """Raise the soft limit on open files: macOS starts with 256."""
    import resource  # macOS and Linux have it, and only a server needs it

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def serve(listening: socket.socket, folder: Path) -> None:
    """Runs the local cloud on a listening socket until SIGTERM or Ctrl-C. folder: for its own files; emptied first."""
    began = time.perf_counter()
    os.umask(0o077)  # the files contain values of env
    clean_own_environment()
    allow_files()
    log_to_stderr()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(folder, ignore_errors=True)
    spawner = Spawner(Path(folder).resolve() / "packages")  # imports boto3 there while we import moto here
    from localcloud import wire  # 0.3 s, while the Spawner imports too

    parts = compose(f"http://127.0.0.1:{listening.getsockname()[1]}", Path(folder).resolve(), spawner)
    server = wire.Server(listening, parts.response)
    server.wake_for_signals()
    status = 1
    try:  # a stop may come as soon as the line is printed
        print(f"the local cloud answers at {parts.endpoint} after {time.perf_counter() - began:.1f} s; "
              f"handlers run on Python {platform.python_version()}", file=sys.stderr, flush=True)
        threading.Thread(target=import_cloudformation, daemon=True).start()
        server.serve_forever()
    except KeyboardInterrupt:
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        close(parts, status)


def compose(endpoint, folder, spawner):
    """The Server, after changing moto and starting the threads for events."""
    from localcloud.authorization import callers  # all of these 0.3 s, with moto
    from localcloud.functions import quick_sessions
    from localcloud.functions.registry import Functions
    from localcloud.moto import state, state_wire
    from localcloud.moto.state_machines import install as install_state_machines
    from localcloud.server import Server, part

    quick_sessions.install()
    state.start()
    functions = Functions(endpoint, folder / "code", spawner)
    functions.install()
    state_wire.install(endpoint)
    install_state_machines(endpoint)
    callers.install()
    change_moto()
    part("api").install(functions)
    part("websites.website").install()
    part("moto.certificates").install()
    part("events").install(functions)
    return Server(endpoint, Path.cwd(), functions)


def change_moto():
    """Change moto where it differs from AWS and nothing else is needed."""
    from localcloud.moto import (  # moto
        bucket_defaults,
        bucket_policy,
        key_types,
        managed_policies,
        partiql,
        senders,
        table_answers,
        table_requests,
        uploads,
    )
    from localcloud.moto import secret_versions as versions  # compose() has imported it
    from localcloud.moto import table_backups as backups  # as well

    bucket_defaults.install()
    bucket_policy.install()
    managed_policies.install()
    key_types.install()
    table_answers.install()
    table_requests.install()  # around it: it checks first
    uploads.install()
    partiql.install()
    backups.install()
    versions.install()
    senders.install()
    senders.install_log()


def import_cloudformation():
    """Import what only the first deploy needs. Run in a thread, so that the start does not wait for it."""
    from localcloud.server import part  # compose() has imported it

    part("cloudformation")


def close(parts, status):
    """Stop all functions. Then exit at once with that status, without waiting for threads that wait for queues."""
    from localcloud.server import part  # compose() has imported it

    part("events").close()
    parts.functions.close()
    sys.stderr.flush()
    os._exit(status)
