"""A person who waits for a local cloud that hangs reads why: botocore itself waits for a minute in silence."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError

from aws import clients, hung_cloud, local_process
from kit import cli
from kit.problems import Problems
from localcloud import processes
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.fake_functions import eventually

LINE = f"the local cloud has not answered for 0 s; if it hangs: {hung_cloud.REMEDY}"


@pytest.fixture
def hung(own_folder, monkeypatch):
    """The socket of a local cloud that accepts connections, and does not answer; Pareto has no patience with it."""
    for name, value in (("SECONDS", 0), ("HEALTH_SECONDS", 0.1), ("IDLE_SECONDS", 0)):
        monkeypatch.setattr(hung_cloud, name, value)
    monkeypatch.setattr(hung_cloud, "_began", {})  # the thread of an earlier test watches the other one
    monkeypatch.setattr(hung_cloud, "ended", set())
    hung_cloud._start.cache_clear()
    with socket.create_server(("127.0.0.1", 0)) as server:
        Path("build/local").mkdir(parents=True)
        Path(clients.CLOUD).write_text(json.dumps({"endpoint": f"http://127.0.0.1:{server.getsockname()[1]}"}))
        yield server


@pytest.fixture
def printed(monkeypatch):
    """The lines that were printed."""
    lines = []
    monkeypatch.setattr(cli, "say", lines.append)
    return lines


def test_a_call_without_an_answer_prints_one_line(hung, printed):
    client = clients.client("sqs", "local", "eu-west-1", read_timeout=PATIENCE)

    def call():
        with contextlib.suppress(BotoCoreError):
            client.list_queues()
    waiting = threading.Thread(target=call, daemon=True)
    waiting.start()
    assert eventually(lambda: printed)
    hung.close()
    waiting.join(PATIENCE)
    assert printed == [LINE]
    assert not hung_cloud._began  # the call has ended


def test_the_calls_of_a_cloud_that_does_nothing_end_with_what_to_do(hung, printed, monkeypatch):
    monkeypatch.setattr(local_process, "at_port", {hung.getsockname()[1]: 7}.get)
    monkeypatch.setattr(local_process, "is_working", lambda pid: pid != 7)
    client = clients.client("sqs", "local", "eu-west-1", read_timeout=PATIENCE)
    with pytest.raises(Problems) as problems, clients.errors_as_problems():
        client.list_queues()
    assert str(problems.value) == f"the local cloud does not answer\n  hint: it hangs: {hung_cloud.REMEDY}"
    assert printed == [LINE]
    clients.report_failed_calls()  # it does not wait again


def test_a_stopped_cloud_does_no_work_and_a_busy_one_does(tmp_path):
    (tmp_path / "run_local.py").write_text("import sys\nprint(flush=True)\nwhile True:\n    pass\n")
    process = subprocess.Popen([sys.executable, tmp_path / "run_local.py", *local_process.command(1, tmp_path / "log")],
                               stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        assert local_process.at_port(1) == process.pid
        assert local_process.is_working(process.pid)
        process.send_signal(signal.SIGSTOP)
        assert eventually(lambda: not local_process.is_working(process.pid))
    finally:
        processes.end(process.pid, 0)
        process.communicate()
    assert local_process.at_port(1) is None


def test_a_fork_has_a_thread_of_its_own(hung, monkeypatch):
    hung_cloud._began[1] = 0, "http://127.0.0.1:1"
    hung_cloud._start()
    if not (child := os.fork()):
        os._exit(len(hung_cloud._began) + hung_cloud._start.cache_info().currsize)
    assert os.waitpid(child, 0)[1] == 0
    hung_cloud._began.clear()
