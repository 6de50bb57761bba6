"""conftest.py's guard: a test that forgets its mock fails at once, and reaches nobody."""
import socket

import boto3
import pytest
from moto import mock_aws

from localcloud.moto import state
from tests.fixtures.cases import cases


@cases("host", ["127.0.0.1", "localhost", "::1", b"127.0.0.1", None])
def test_this_machine_may_be_looked_up(host):
    assert socket.getaddrinfo(host, 80)


@cases("host", ["sqs.eu-west-1.amazonaws.com", "192.0.2.1", "169.254.169.254", "2001:db8::1"])
def test_another_machine_may_not_be_looked_up(host):
    with pytest.raises(pytest.fail.Exception, match=f"wanted to reach {host}"):
        socket.getaddrinfo(host, 443)


def test_another_machine_may_not_be_connected_to_by_its_address():
    with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="wanted to reach 192.0.2.1"):
        one.connect(("192.0.2.1", 443))
    with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="wanted to reach 192.0.2.1"):
        one.connect_ex(("192.0.2.1", 443))


def test_a_client_without_its_mock_fails_before_it_sends():
    with pytest.raises(pytest.fail.Exception, match="create a client of boto3 in a test"):
        boto3.client("sqs").list_queues()


def test_what_listens_here_may_be_connected_to():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as one:
        one.connect(server.getsockname())


def test_state_that_a_module_started_is_gone_when_it_ends():
    state.start()
    state.start()
    state.client("sqs", "eu-west-1").create_queue(QueueName="left-behind")
    state.stop()
    state.stop()
    with mock_aws():
        assert "QueueUrls" not in boto3.client("sqs").list_queues()
    test_a_client_without_its_mock_fails_before_it_sends()
