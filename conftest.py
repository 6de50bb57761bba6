"""No test reaches a cloud: the keys are fake, and only this machine answers."""
import gc
import ipaddress
import os
import socket

import pytest
from _pytest.unraisableexception import gc_collect_iterations_key

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_SESSION_TOKEN="testing",
                  AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true",
                  AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
pytest_plugins = ["testkit.plugin", "testkit.layered_tests"]
UNREACHABLE = ("create a client of boto3 in a test or a fixture, not at the top of the file; replace a function that "
               "calls another service: monkeypatch.setattr(index, ...)")
for name in ("AWS_PROFILE", "AWS_REGION", "AWS_ENDPOINT_URL"):
    os.environ.pop(name, None)


def pytest_configure(config):
    """No five collections of all garbage at the end, which take seconds after a run with moto."""
    config.stash[gc_collect_iterations_key] = 0


def pytest_collection_finish():
    """What is there when the tests begin is not searched for garbage again and again, nor now: imports leave little."""
    gc.freeze()


def is_here(host):
    """Whether a host is this machine: "127.0.0.1", "::1", "localhost", or "" for any of its addresses."""
    host = host.decode() if isinstance(host, bytes) else host
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(autouse=True, scope="session")
def loopback_only():
    """Fails a test that looks up, or connects to, another machine: it forgot its mock."""
    def guarded(real, address_of):
        def call(*args, **kwargs):
            host = address_of(*args)
            if not is_here(host):
                pytest.fail(f"a test wanted to reach {host}\n  hint: {UNREACHABLE}")
            return real(*args, **kwargs)
        return call

    def peer(connection, address):
        return address[0] if connection.family in (socket.AF_INET, socket.AF_INET6) else ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, lambda host, *_more: host))
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect, peer))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex, peer))
        yield
