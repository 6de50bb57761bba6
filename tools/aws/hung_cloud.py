"""A line for a person who waits for a local cloud that hangs: botocore waits a minute, `make invoke` fifteen."""
import functools
import threading
import time

from kit import cli

SECONDS = 5  # a call waits for its response, before the cloud's health is requested
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
    """Prints one line, at the first call that waits while a request of the cloud's health has no response either."""
    while all(time.monotonic() - began <= SECONDS or _is_healthy(url) for began, url in list(began_of_thread.values())):
        time.sleep(0.5)
    cli.say(f"the local cloud has not answered for {SECONDS} s; {HINT}")


def _is_healthy(url):
    """Whether the cloud at a URL responds in time: a busy cloud does, as requests of its health have own threads."""
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
