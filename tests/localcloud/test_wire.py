"""The local cloud's HTTP: requests as they come in, and clients that never go on, which hold up nobody."""
import contextlib
import http.client
import io
import re
import resource
import socket
import sys
import threading
import urllib.request
from urllib.parse import urlparse

import pytest

from localcloud import wire
from localcloud.incoming import MOST_BODY, MOST_HEAD, Incoming, Malformed
from tests.fixtures.cases import cases
from tests.fixtures.cloud import launched
from tests.fixtures.wire_servers import CHUNKED, GET, PUT, answers, echo

pytest_plugins = ["tests.fixtures.wire_servers"]


@cases("data, requests", [
    (GET, [(GET, b"")]),
    (GET + GET, [(GET, b"")] * 2),
    (b"\r\n" + GET, [(GET, b"")]),
    (GET.replace(b"\r", b""), [(GET.replace(b"\r", b""), b"")]),
    (b"GET / HTTP/1.1\r\nX-A:\tb: \xc3\xa9\t\r\nX-B:\r\n\r\n", [(b"GET / HTTP/1.1\r\nX-A:\tb: \xc3\xa9\t\r\nX-B:\r\n\r\n", b"")]),
    (PUT + b"abc" + GET, [(PUT, b"abc"), (GET, b"")]),
    (PUT + b"\r\n\n" + GET, [(PUT, b"\r\n\n"), (GET, b"")]),
    (CHUNKED + b"2\r\nab\r\n0a;x=1\r\n0123456789\r\n0\r\n\r\n" + GET, [(CHUNKED, b"ab0123456789"), (GET, b"")]),
    (CHUNKED + b"1\r\na\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n" + GET, [(CHUNKED, b"a"), (GET, b"")]),
    (PUT + b"ab", []), (CHUNKED + b"5\r\nabc", []), (CHUNKED + b"1\r\na\r\n0\r\n", []), (b"GET / HT", []), (b"", []),
])
@cases("size", [1, 7, 10000])
def test_requests_are_taken_when_they_are_whole_however_they_come(data, requests, size):
    incoming, taken = Incoming(), []
    for piece in re.findall(b"(?s).{1,%d}" % size, data):
        incoming.feed(piece)
        while request := incoming.take():
            taken.append(request)
    assert taken == requests


@cases("data, status", [
    (b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_HEAD, 431),
    (b"PUT / HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\n", 400),
    (b"PUT / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (b"PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    (b"PUT / HTTP/1.1\r\nContent-Length: 1,2\r\n\r\n", 400),
    (b"PUT / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    (CHUNKED + b"x\r\n", 400), (CHUNKED + b"-1\r\n", 400), (CHUNKED + b"1\r\nab\r\n", 400),
    (CHUNKED + b"0" * MOST_HEAD + b"0", 400), (CHUNKED + b"0\r\n" + b"X: y\r\n" * MOST_HEAD, 431),
    (PUT.replace(b"3", b"9" * 4301), 400), (PUT.replace(b"3", b"\xb2"), 400), (PUT.replace(b"3", b"+3"), 400),
    (PUT.replace(b"3", b"0" * 16), 400), (PUT.replace(b"3", b""), 400),
    *[(b"GET / HTTP/1.1\r\nHost: a\r\n" + line + b"\r\nX: y\r\n\r\n", 400) for line in (
        b"X-A: b\r\n folded", b"junk", b" X-A: b", b"X-A : b", b"X-A: a\0b", b"X-A: a\rX-B: b", b": b", b"X A: b")],
    (PUT.replace(b"3", str(MOST_BODY + 1).encode()), 413),
    (CHUNKED + hex(MOST_BODY + 1)[2:].encode() + b"\r\n", 413),
    (CHUNKED + b"2\r\nab\r\n" + hex(MOST_BODY - 1)[2:].encode() + b"\r\n", 413),
])
def test_a_request_without_an_end_or_too_large_is_refused_at_its_head(data, status):
    incoming = Incoming()
    incoming.feed(data)
    with pytest.raises(Malformed) as refused:
        incoming.take()
    assert refused.value.args == (status,)


def status_of(pid, field):
    """A number of a process's /proc/.../status: kB or a count."""
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(rf"^{field}:\s+(\d+)", file.read(), re.M)[1])


UNFINISHED = {"nothing": b"", "half a head": b"POST / HTTP/1.1\r\nHost: 127", "half a body": PUT.replace(b"3", b"9000000000") + b"ab",
              "half a chunk": CHUNKED + b"ffffff\r\nab"}


@pytest.mark.skipif(sys.platform != "linux", reason="memory and threads are counted by /proc")
def test_a_thousand_clients_that_never_go_on_cost_little_and_hold_up_nobody(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    process, endpoint = launched(tmp_path)
    address = urlparse(endpoint).hostname, urlparse(endpoint).port
    health = f"{endpoint}/_aws/health"
    try:
        for name, sent in UNFINISHED.items():
            urllib.request.urlopen(health).read()
            before = status_of(process.pid, "VmRSS")
            with contextlib.ExitStack() as clients:
                for _ in range(1000):
                    client = clients.enter_context(socket.create_connection(address))
                    client.sendall(sent)
                for _ in range(20):
                    assert urllib.request.urlopen(health).status == 200, name
                assert status_of(process.pid, "Threads") < 100, name
                assert status_of(process.pid, "VmRSS") - before < 100_000, name
                client.sendall(b"\r\n" * 2)  # the clients are still there, and may go on
    finally:
        process.terminate()
        process.wait()


@cases("target, path, query", [
    ("/caf\u00e9?q=\u00fc&x=%C3%BC", "/caf\u00e9", "q=%C3%BC&x=%C3%BC"),
    ("http://a/\u20ac?\u20ac", "/\u20ac", "%E2%82%AC"),
])
def test_a_target_may_have_utf8_that_is_not_percent_encoded(wire_server, target, path, query):
    def app(environ, _body):
        return 200, [], f"{environ['PATH_INFO']} {environ['QUERY_STRING']}".encode("latin-1")
    with socket.create_connection(wire_server(app)) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert answers(connection, 1) == [f"{path} {query}".encode()]


def test_requests_that_follow_at_once_or_late_or_in_pieces_are_answered_in_order(wire_server, monkeypatch):
    monkeypatch.setattr(wire, "LINGER", 0.01)
    with socket.create_connection(wire_server(echo)) as client:
        client.sendall(PUT + b"one" + PUT + b"two")
        assert answers(client, 2) == [b"PUT one", b"PUT two"]
        for piece in (PUT[:20], PUT[20:] + b"6_", b"7"):
            threading.Event().wait(0.05)  # mostly longer than its thread waits: it is handed back in between
            client.sendall(piece)
        assert answers(client, 1) == [b"PUT 6_7"]


def test_a_client_that_waits_to_be_let_is_let(wire_server):
    with socket.create_connection(wire_server(echo)) as client:
        client.sendall(PUT.replace(b"Host", b"Expect: 100-continue\r\nHost"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"abc")
        assert answers(client, 1) == [b"PUT abc"]


def test_what_is_no_http_is_refused_and_the_next_client_served(wire_server):
    address = wire_server(echo)
    for data, answer in ((b"PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"HTTP/1.1 400 "), (b"\0\1\2\r\n\r\n", b"")):
        with socket.create_connection(address) as client:
            client.sendall(data)
            assert client.makefile("rb").read().startswith(answer)
    connection = http.client.HTTPConnection(*address)
    connection.request("POST", "/x", io.BytesIO(b"body"))
    assert connection.getresponse().read() == b"POST body"


def test_beyond_the_most_connections_the_longest_silent_is_closed(wire_server, monkeypatch):
    monkeypatch.setattr(wire, "MOST_WAITING", 3)
    address = wire_server(echo)
    clients = [socket.create_connection(address) for _ in range(3)]
    clients[0].sendall(GET[:5])
    newest = socket.create_connection(address)
    newest.sendall(GET)
    assert answers(newest, 1) == [b"GET "]
    closed = [client for client in clients if readable(client) and client.recv(1) == b""]
    assert len(closed) == 1
    for client in (*clients, newest):
        client.close()


def readable(client):
    """Whether something, or the end, has come."""
    client.setblocking(False)
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    return True


def test_who_is_silent_for_too_long_is_closed(wire_server, monkeypatch):
    monkeypatch.setattr(wire, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(wire, "TICK", 0.05)
    with socket.create_connection(wire_server(echo)) as client:
        client.sendall(GET[:5])
        assert client.recv(1) == b""


def test_one_request_that_takes_long_holds_up_no_other(wire_server):
    go_on = threading.Event()

    def app(environ, body):
        return echo(environ, body) if environ["PATH_INFO"] != "/slow" or go_on.wait() else None
    address = wire_server(app)
    slow = socket.create_connection(address)
    slow.sendall(GET.replace(b"/ ", b"/slow "))
    for _ in range(3):
        with socket.create_connection(address) as client:
            client.sendall(GET)
            assert answers(client, 1) == [b"GET "]
    go_on.set()
    assert answers(slow, 1) == [b"GET "]
    slow.close()
