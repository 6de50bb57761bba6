"""moto's state: the one lock around it, and boto3 clients that reach it inside this process.

moto has no locks of its own and answers many threads here, so every entry into it holds
LOCK: in-process clients (below) and the wire (server.py). Nobody holds it while a lambda
runs: a handler calls back into the same state, and would wait for itself.
"""
import threading

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

ACCOUNT = "123456789012"  # moto's own
LOCK = threading.RLock()

_CONFIG = Config(retries={"total_max_attempts": 1}, parameter_validation=True)
_MOCK = mock_aws(config={"core": {"mock_credentials": False, "reset_boto3_session": False}})
_clients = {}
_began = []  # what start() put aside; empty before it
_making = threading.Lock()
_sessions = []  # one for all: each reads the endpoints and the loader's files anew


class unlocked:
    """Leaves LOCK for a while, however deeply it is held, and takes it back as it was."""

    def __enter__(self):
        self.held = LOCK._release_save() if LOCK._is_owned() else None

    def __exit__(self, *_error):
        if self.held is not None:
            LOCK._acquire_restore(self.held)


def start():
    """From here on, boto3 in this process reaches moto's state and nothing else. Once is as good as twice."""
    if _began:
        return
    answer = BotocoreStubber.__call__

    def locked(self, *args, **kwargs):
        with LOCK:
            return answer(self, *args, **kwargs)

    BotocoreStubber.__call__ = locked
    _began.append(answer)
    _MOCK.start()


def stop():
    """Ends what start() began, if it was called: for tests, whose process goes on to other things."""
    if _began:
        _MOCK.stop()
        BotocoreStubber.__call__ = _began.pop()


def client(service, region):
    """A boto3 client of the service, kept: making one costs more than a call."""
    with _making:
        key = service, region
        if key not in _clients:
            if not _sessions:
                _sessions.append(boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local"))
            _clients[key] = _sessions[0].client(service, region_name=region, config=_CONFIG)
        return _clients[key]
