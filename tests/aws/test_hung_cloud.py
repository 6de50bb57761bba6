"""A person who waits for a local cloud that hangs reads why: botocore itself waits for a minute in silence."""
import contextlib
import json
import socket
import threading
from pathlib import Path

from botocore.exceptions import BotoCoreError

from aws import clients, hung_cloud
from kit import cli
from tests.fixtures.cloud import PATIENCE


def test_a_call_without_an_answer_prints_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(hung_cloud, "SECONDS", 0)
    monkeypatch.setattr(hung_cloud, "HEALTH_SECONDS", 0.1)
    monkeypatch.setattr(hung_cloud, "_began", {})  # the thread of an earlier test watches the other one
    hung_cloud._start.cache_clear()
    printed, has_printed = [], threading.Event()
    monkeypatch.setattr(cli, "say", lambda text: [printed.append(text), has_printed.set()])
    with socket.create_server(("127.0.0.1", 0)) as hung:
        Path("build/local").mkdir(parents=True)
        Path(clients.CLOUD).write_text(json.dumps({"endpoint": f"http://127.0.0.1:{hung.getsockname()[1]}"}))
        client = clients.client("sqs", "local", "eu-west-1", read_timeout=PATIENCE)

        def call():
            with contextlib.suppress(BotoCoreError):
                client.list_queues()
        waiting = threading.Thread(target=call, daemon=True)
        waiting.start()
        assert has_printed.wait(PATIENCE)
    waiting.join(PATIENCE)
    assert printed == [f"the local cloud has not answered for 0 s; {hung_cloud.HINT}"]
    assert not hung_cloud._began  # the call has ended
