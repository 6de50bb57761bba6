"""moto's state: the one lock around it, and boto3 clients that call it inside this process.

moto has no locks of its own and serves many threads here, so every call of it holds
LOCK: in-process clients (below) and the wire (server.py). No thread holds LOCK while a lambda
runs: a handler calls the same state, and would wait for itself.
"""
import threading

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.utilities.utils import REGION_PREFIX_TO_PARTITION

from localcloud.moto import dispatch

ACCOUNT = "123456789012"  # moto's own
# One partition for all regions: AWS::Partition is "aws" here, so moto's ARNs in GovCloud and China must have it too.
REGION_PREFIX_TO_PARTITION.clear()
LOCK = threading.RLock()

_CONFIG = Config(retries={"total_max_attempts": 1}, parameter_validation=True)
_MOCK = mock_aws(config={"core": {"mock_credentials": False, "reset_boto3_session": False},
                         "stepfunctions": {"execute_state_machine": True}})
_clients = {}
_original = []  # moto's function that start() replaces; empty before start()
_client_lock = threading.Lock()
_sessions = []  # one for all: each new session reads the endpoints and the loader's files again


class unlocked:
    """Releases LOCK, however often this thread holds it, and takes it again as often."""

    def __enter__(self):
        self.lock_state = LOCK._release_save() if LOCK._is_owned() else None

    def __exit__(self, *_error):
        if self.lock_state is not None:
            LOCK._acquire_restore(self.lock_state)


def start():
    """Makes boto3 in this process call moto's state and nothing else. A second call does nothing."""
    if _original:
        return
    dispatch.install()
    original = BotocoreStubber.__call__

    def locked(self, *args, **kwargs):
        with LOCK:
            return original(self, *args, **kwargs)

    BotocoreStubber.__call__ = locked
    _original.append(original)
    _MOCK.start()


def stop():
    """Undoes start(), if it was called: for tests, whose process runs other tests afterwards."""
    if _original:
        _MOCK.stop()
        BotocoreStubber.__call__ = _original.pop()


def client(service, region):
    """A boto3 client of the service, cached: creating one costs more than a call."""
    with _client_lock:
        key = service, region
        if key not in _clients:
            if not _sessions:
                _sessions.append(boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local"))
            _clients[key] = _sessions[0].client(service, region_name=region, config=_CONFIG)
            if service != "s3":  # its signature says how a body is encoded
                sign_briefly(_clients[key])
        return _clients[key]


def sign_briefly(client):
    """Lets a client sign its requests without a signature, which moto does not read: it is a tenth of a call."""
    service, signer = client.meta.service_model, client._request_signer

    def sign(request, **_context):
        region = request.context.get("signing", {}).get("region", client.meta.region_name)
        scope = f"local/20260101/{region}/{service.signing_name}/aws4_request"
        request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"

    event = f"request-created.{service.service_id.hyphenize()}"
    client.meta.events.unregister(event, signer.handler)
    client.meta.events.register(event, sign)
