"""A local cloud that hangs: botocore waits for it for a minute, `make invoke` for fifteen.

A person who waits reads one line; where its process does nothing either, the calls end. A cloud that is slow, because
the machine is busy, goes on to use the processor.
"""
import contextlib
import functools
import os
import socket
import stat
import threading
import time
from urllib.parse import urlsplit

import orjson

from aws import local_process
from kit import cli

SECONDS = 5  # a call waits for its response, before the line
IDLE_SECONDS = 5  # without a response of its health and without work, after which the calls end
HEALTH_SECONDS = 2
STEP = 0.5
REMEDY = "`make stop`, then `make deploy`; its data is lost"
_began: dict[int, tuple[float, str]] = {}  # {thread: when it began to wait, and for which URL}
ended: set[str] = set()  # the URLs whose calls were ended


def watch(client) -> None:
    """Watches the calls of a client of the local cloud."""
    client.meta.events.register("before-send", functools.partial(_begin, client.meta.endpoint_url))
    client.meta.events.register("response-received", lambda **_: _began.pop(threading.get_ident(), None))


def _begin(url, **_):
    """Notes that this thread waits for a response from now on."""
    _began[threading.get_ident()] = time.monotonic(), url
    _start()


@functools.cache
def _start():
    """Starts the one thread that reports."""
    threading.Thread(target=_watch, args=(_began,), daemon=True).start()


def _forget():
    """A child of a fork has neither the thread nor the calls of its parent."""
    _began.clear()
    _start.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _watch(began_of_thread):
    """Prints one line, at the first call that waits while a request of the cloud's health has no response either; ends
    the calls where the cloud does nothing for IDLE_SECONDS."""
    is_reported, idle_since = False, {}  # {URL: when its cloud was first seen without work}
    while True:
        now = time.monotonic()
        hung = {url for began, url in list(began_of_thread.values())
                if now - began >= SECONDS - HEALTH_SECONDS and not health(url)}
        if hung and not is_reported:
            is_reported = True
            cli.say(f"the local cloud has not answered for {SECONDS} s; if it hangs: {REMEDY}")
        idle_since = {url: idle_since.get(url, now) for url in hung if _is_idle(url)}
        for url in idle_since:
            if now - idle_since[url] >= IDLE_SECONDS:
                ended.add(url)
                _end_connections(url)
        time.sleep(STEP)


def _is_idle(url):
    """Whether the process of the cloud at a URL does nothing; False if it is unknown."""
    pid = local_process.at_port(urlsplit(url).port)
    return pid is not None and not local_process.is_working(pid)


def health(url: str, seconds: float = HEALTH_SECONDS) -> dict | None:
    """The health of the local cloud at a URL (Server.health); None if none responds in time. A busy cloud does, as
    requests of its health have own threads."""
    import http.client  # slow to import, and rarely needed

    try:  # the URL of a damaged file may be any value
        address = urlsplit(f"{url}")
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request("GET", "/_aws/health")
            state = orjson.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return state if isinstance(state, dict) and "pid" in state else None


def _end_connections(url):
    """Shuts down this process's connections to a URL: the threads that wait for a response get an exception."""
    address = urlsplit(url).hostname, urlsplit(url).port
    for descriptor in map(int, os.listdir("/dev/fd")):
        with contextlib.suppress(OSError):  # closed meanwhile, or not connected
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                with socket.socket(fileno=os.dup(descriptor)) as connection:
                    if connection.getpeername() == address:
                        connection.shutdown(socket.SHUT_RDWR)
