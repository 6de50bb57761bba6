"""A line for a person who waits for a local cloud that hangs: botocore waits a minute, `make invoke` fifteen."""
import functools
import threading
import time

from kit import cli

SECONDS = 5  # of a call without an answer, after which the cloud's health is asked for
HEALTH_SECONDS = 2
HINT = "if it hangs: `make stop`, then `make deploy`; its data is lost"
_began: dict[int, tuple[float, str]] = {}  # {thread: when it began to wait, and for which URL}


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
    threading.Thread(target=_report, args=(_began,), daemon=True).start()


def _report(began_of_thread):
    """Prints one line, at the first call that waits while the cloud's health does not come either."""
    while all(time.monotonic() - began <= SECONDS or _answers(url) for began, url in list(began_of_thread.values())):
        time.sleep(0.5)
    cli.say(f"the local cloud has not answered for {SECONDS} s; {HINT}")


def _answers(url):
    """Whether the cloud at a URL answers in time: a busy one does too, as its health has threads of its own."""
    import http.client  # slow to import, and rarely needed
    from urllib.parse import urlsplit

    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=HEALTH_SECONDS)
    try:
        connection.request("GET", "/_aws/health")
        return bool(connection.getresponse())
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
