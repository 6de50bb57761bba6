"""A line for a person who waits for a local cloud that hangs: botocore waits a minute, `make invoke` fifteen."""
import functools
import threading
import time

from aws import local_calls
from kit import cli
from kit.problems import Problems

SECONDS = 5  # of a call without an answer, after which the cloud's health is asked for
HEALTH_SECONDS = 2  # a busy cloud answers too: its health has threads of its own
HINT = "if it hangs: `make stop`, then `make deploy`; its data is lost"
_began: dict[int, float] = {}  # {thread: when it began to wait}


def watch(events) -> None:
    """Watches the calls of a client of the local cloud. events: of its meta"""
    events.register("before-send", _begin)
    events.register("response-received", lambda **_: _began.pop(threading.get_ident(), None))


def _begin(**_):
    _began[threading.get_ident()] = time.monotonic()
    _start()


@functools.cache
def _start():
    threading.Thread(target=_report, daemon=True).start()


def _report():
    """Prints one line, at the first call that waits while the cloud's health does not come either."""
    while not any(time.monotonic() - began > SECONDS for began in list(_began.values())) or _answers():
        time.sleep(0.5)
    cli.say(f"the local cloud has not answered for {SECONDS} s; {HINT}")


def _answers():
    try:
        return local_calls.response("GET", "", "/_aws/health", HEALTH_SECONDS)
    except Problems:
        return None
