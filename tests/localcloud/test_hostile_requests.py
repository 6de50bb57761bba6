"""Requests that nobody sends by mistake: none ends the local cloud, hangs a client, or holds up all others."""
import contextlib
import json
import socket
import threading
import time
from urllib.parse import urlparse

import pytest

from localcloud import incoming, wire
from localcloud.incoming import Incoming
from tests.fixtures.cases import cases
from tests.fixtures.cloud import LocalCloud, launched
from tests.fixtures.forked_clouds import ForkedCloud
from tests.fixtures.raw_requests import SIGNED, send
from tests.fixtures.wire_servers import GET, PUT, answers, echo

pytest_plugins = ["tests.fixtures.wire_servers"]

HOST = "Host: 127.0.0.1\r\n"


def exchange(address, data):
    """All that is answered to some bytes, until the connection is closed."""
    with socket.create_connection(address) as client:
        client.sendall(data.encode("latin-1") if isinstance(data, str) else data)
        client.shutdown(socket.SHUT_WR)  # so that a connection ends that is kept for another request
        return client.makefile("rb").read()


def address_of(local_cloud):
    """(host, port)"""
    return urlparse(local_cloud.endpoint).hostname, urlparse(local_cloud.endpoint).port


# lengths

def test_a_body_of_the_greatest_length_is_waited_for():
    requests = Incoming()
    requests.feed(PUT.replace(b"3", str(incoming.MOST_BODY).encode()))
    assert requests.take() is None


def test_no_length_ends_the_local_cloud(local_cloud):
    for length in ("9" * 4301, "9" * 60_000, "1" * 16):
        answer = exchange(address_of(local_cloud), f"POST / HTTP/1.1\r\n{HOST}Content-Length: {length}\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(send(local_cloud, "GET", "/_aws/health")[2])["pid"] == local_cloud.pid


# request lines

@cases("line", [
    "GET /", "GET / HTTP/0.9", "GET http://[::1/ HTTP/1.1", "OPTIONS * HTTP/1.1", "GET x HTTP/1.1", "GET * HTTP/1.1",
    "CONNECT 127.0.0.1:80 HTTP/1.1", "GET ftp://127.0.0.1/ HTTP/1.1", "GET ?x HTTP/1.1", "GET http:/// HTTP/1.1",
    "GET / HTTP/9.9", "GET / x HTTP/1.1", "GET", "GET / HTTP/1.x",
])
@cases("host", ["127.0.0.1", "abc.execute-api.localhost", "abc.cloudfront.net"])
def test_an_empty_request_is_answered_and_the_connection_closed(local_cloud, line, host):
    answer = exchange(address_of(local_cloud), f"{line}\r\nHost: {host}\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 505 ")) and b"Connection: close" in answer


def test_an_absolute_target_without_a_path_is_the_root(local_cloud):
    answer = exchange(address_of(local_cloud), f"GET http://127.0.0.1 HTTP/1.1\r\n{HOST}Connection: close\r\n"
                                               f"Authorization: {SIGNED.format('s3')}\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ") and b"ListAllMyBucketsResult" in answer


# nothing of one connection is the loop's end

@pytest.mark.parametrize("error", [ValueError, MemoryError, RuntimeError, RecursionError])
@pytest.mark.parametrize("method", ["receive", "next", "__init__", "follow"])
def test_an_exception_over_one_connection_closes_it_and_no_other(wire_server, monkeypatch, capfd, error, method):
    address = wire_server(echo)
    healthy = socket.create_connection(address)
    healthy.sendall(GET)
    assert answers(healthy, 1) == [b"GET "]
    original, broken = getattr(wire.Connection, method), []

    def fail_once(self, *arguments):
        sock = arguments[0] if arguments else self.sock
        if not broken and sock.getsockname() == address and sock.getpeername() != healthy.getsockname():  # no other server's
            broken.append(True)
            raise error("of one connection")
        return original(self, *arguments)
    monkeypatch.setattr(wire.Connection, method, fail_once)
    with socket.create_connection(address) as client:
        client.sendall(GET if method == "follow" else GET[:5])
        with contextlib.suppress(ConnectionResetError):
            client.makefile("rb").read()  # until it is closed
    assert broken and "of one connection" in capfd.readouterr().err
    healthy.sendall(GET)
    assert answers(healthy, 1) == [b"GET "]
    healthy.close()


def test_an_answer_that_cannot_be_written_closes_the_connection(wire_server):
    for answer in ((200, [("X", "a\u20ac")], b""), (200, [], None), (None, [], b""), None):
        assert exchange(wire_server(lambda environ, body, answer=answer: answer), GET) is not None


def test_a_request_for_which_no_thread_can_be_started_is_answered_by_another(wire_server, monkeypatch):
    address = wire_server(echo)
    with socket.create_connection(address) as first:
        first.sendall(GET)
        assert answers(first, 1) == [b"GET "]
    monkeypatch.setattr(threading.Thread, "start", lambda thread: (_ for _ in ()).throw(
        RuntimeError("can't start new thread")))
    clients = [socket.create_connection(address) for _ in range(8)]
    for client in clients:
        client.sendall(GET)
    for client in clients:
        assert answers(client, 1) == [b"GET "]
        client.close()


def test_an_exception_of_the_servers_loop_is_reported_and_exits_1(tmp_path):
    program = "import socket\nwire.Server.serve_forever = lambda self: 1 / 0\n" \
        "serving.serve(socket.create_server(('127.0.0.1', 0)), 'functions')\n"
    log = tmp_path / "log"
    assert ForkedCloud([], tmp_path, log, program).wait() == 1 and "ZeroDivisionError" in log.read_text()


def test_a_stop_is_no_failure(tmp_path):
    process, _endpoint = launched(tmp_path)
    process.terminate()
    assert process.wait() == 0


# what takes long, or much

def test_health_is_reported_while_every_thread_waits(wire_server, monkeypatch):
    monkeypatch.setattr(wire, "MOST_THREADS", 2)
    go_on = threading.Event()

    def app(environ, body):
        return echo(environ, body) if environ["PATH_INFO"] == wire.HEALTH or go_on.wait() else None
    address = wire_server(app)
    clients = [socket.create_connection(address) for _ in range(4)]
    for client in clients:
        client.sendall(GET)
    for _ in range(3):
        assert exchange(address, GET.replace(b"/ ", b"/_aws/health ").replace(b"Host", b"Connection: close\r\nHost")) \
            .startswith(b"HTTP/1.1 200 ")
    go_on.set()
    for client in clients:
        client.close()


RECEIVE = "POST / HTTP/1.1\r\n{host}X-Amz-Target: AmazonSQS.ReceiveMessage\r\nContent-Type: application/x-amz-json-1.0\r\n" \
    "Authorization: {signed}\r\nContent-Length: {length}\r\n\r\n{body}"


def test_hundreds_of_long_polls_hold_up_nobody(tmp_path):
    process, endpoint = launched(tmp_path)
    cloud, clients = LocalCloud(endpoint, process.pid), []
    try:
        queue = cloud.client("sqs").create_queue(QueueName="polled")["QueueUrl"]
        body = json.dumps({"QueueUrl": queue, "WaitTimeSeconds": 20})
        poll = RECEIVE.format(host=HOST, signed=SIGNED.format("sqs"), length=len(body), body=body).encode()
        for _ in range(wire.MOST_THREADS + 50):
            clients.append(socket.create_connection(address_of(cloud)))
            clients[-1].sendall(poll)
        assert cloud.client("sqs").list_queues()["QueueUrls"] == [queue]
        while sum(map(answered, clients)) < 50:  # a poll beyond the most that wait is answered at once
            time.sleep(0.05)
        still = [client for client in clients if not answered(client)]
        assert len(still) >= 100  # those before the others do wait
    finally:
        for client in clients:
            client.close()
        process.terminate()
        process.wait()


def answered(client):
    """Whether an answer has come."""
    client.setblocking(False)
    try:
        return bool(client.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False


def test_nothing_of_a_request_is_kept_once_it_is_answered(wire_server, monkeypatch):
    bodies, follow = [], wire.Connection.follow

    def follow_and_note(connection):
        bodies.append((connection.handler.body, connection.handler.rfile))
        return follow(connection)
    monkeypatch.setattr(wire.Connection, "follow", follow_and_note)
    with socket.create_connection(wire_server(echo)) as client:
        client.sendall(PUT + b"abc" + PUT + b"abc")
        assert answers(client, 2) == [b"PUT abc"] * 2
        assert bodies[0] == (None, None)
