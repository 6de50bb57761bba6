"""The local cloud's life: it is found, waited for, stopped and cleaned up, whatever became of its files and processes."""
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from aws import hung_cloud
from localcloud import processes, wire
from localcloud.functions import spawner
from tests.fixtures.cloud import LocalCloud, launched
from tests.fixtures.local_tool import CLOUD, alive, children, free_port, start_cloud, tool, wait_for

pytest_plugins = ["tests.fixtures.local_tool"]
# it is found again

def test_a_cloud_whose_build_folder_was_removed_is_found_on_any_port(cloud_home):
    port, pid = start_cloud(cloud_home, "--port", str(free_port()))
    shutil.rmtree(cloud_home / "build")
    assert "runs already" in tool("start", cwd=cloud_home).stderr
    assert json.loads((cloud_home / CLOUD).read_text()) == {
        "endpoint": f"http://127.0.0.1:{port}", "pid": pid, "log": "build/local/cloud.log"}
    wait_for((cloud_home / "build/local/cloud.log").exists)  # it writes to a log that a person can read
    assert json.loads((cloud_home / "build/local/port.json").read_text()) == {"port": port}
    shutil.rmtree(cloud_home / "build")
    assert tool("stop", cwd=cloud_home).stderr == f"The local cloud at http://127.0.0.1:{port} is stopped.\n"
    assert not alive(pid)


def test_functions_run_on_without_the_files_that_were_removed(tmp_path):
    process, endpoint = launched(tmp_path)
    try:
        cloud = LocalCloud(endpoint, process.pid)
        source = {"index.py": "def handler(event, context):\n    import late, colorsys, boto3.session\n    return late.x\n",
                  "late.py": "x = open(__file__.replace('late.py', 'data.txt')).read()\n", "data.txt": "data"}
        warm = {**source, "index.py": "def handler(event, context):\n    return open('data.txt').read()\n"}
        cloud.function("cold", source)
        cloud.function("warm", warm)
        assert cloud.invoke("warm") == "data"
        for _ in range(2):
            for folder in tmp_path.glob("functions-*"):
                shutil.rmtree(folder)
            assert (cloud.invoke("cold"), cloud.invoke("warm")) == ("data", "data")
    finally:
        process.terminate()
        process.wait()


def test_a_pid_of_another_program_is_neither_found_nor_ended(cloud_home):
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        for endpoint in (f"http://127.0.0.1:{free_port()}", "http://127.0.0.1:1"):
            (cloud_home / "build/local").mkdir(parents=True, exist_ok=True)
            (cloud_home / CLOUD).write_text(json.dumps({"endpoint": endpoint, "pid": bystander.pid, "log": "x"}))
            assert tool("stop", cwd=cloud_home).stderr == "No local cloud runs.\n"
            assert bystander.poll() is None
        (cloud_home / CLOUD).write_text(json.dumps({"endpoint": endpoint, "pid": bystander.pid, "log": "x"}))
        _port, pid = start_cloud(cloud_home, "--port", str(free_port()))
        assert pid != bystander.pid
    finally:
        bystander.kill()
        bystander.wait()


def test_a_cloud_of_another_folder_is_left_alone(cloud_home, tmp_path_factory):
    other_folder = tmp_path_factory.mktemp("other")
    try:
        _port, pid = start_cloud(other_folder, "--port", str(free_port()))
        shutil.copytree(other_folder / "build", cloud_home / "build")  # somebody copied the whole folder
        os.remove(cloud_home / CLOUD)
        assert tool("stop", cwd=cloud_home).stderr == "No local cloud runs.\n"
        assert alive(pid)
    finally:
        tool("stop", cwd=other_folder)


# it is stopped

@pytest.mark.parametrize("spoil", [lambda cloud_home: None, lambda cloud_home: shutil.rmtree(cloud_home / "build")], ids=["known", "lost"])
def test_a_cloud_that_hangs_is_stopped_all_the_same(cloud_home, spoil, monkeypatch):
    monkeypatch.setattr(hung_cloud, "health", functools.partial(hung_cloud.health, seconds=0.1))
    port, pid = start_cloud(cloud_home, "--port", str(free_port()))
    os.kill(pid, signal.SIGSTOP)
    spoil(cloud_home)
    assert tool("stop", cwd=cloud_home).stderr == f"The local cloud at http://127.0.0.1:{port} is stopped.\n"
    assert not alive(pid)


def test_a_cloud_that_ignores_sigterm_is_killed():
    deaf = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
                             "print(flush=True); time.sleep(600)"], stdout=subprocess.PIPE)
    deaf.stdout.readline()
    processes.end(deaf.pid, 0.1)
    assert deaf.wait() == -signal.SIGKILL
    processes.end(deaf.pid, 0)  # who is gone is gone


SPAWNS = """
import os, pathlib, signal, subprocess
def handler(event, context):
    own = subprocess.Popen(["sleep", "600"])
    apart = subprocess.Popen(["sh", "-c", "sleep 600 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True)
    pids = [os.getpid(), own.pid, apart.pid, int(apart.stdout.readline())]
    pathlib.Path(event["note"] + ".partial").write_text(" ".join(map(str, pids)))
    os.rename(event["note"] + ".partial", event["note"])
    if event["end"]:
        os._exit(3)
    signal.pause()
"""


def call_of_spawns(cloud, note, end):
    """(thread, outcomes): a call of SPAWNS, which has written the note; its error is appended to the outcomes."""
    outcomes = []

    def call():
        try:
            outcomes.append(cloud.client("lambda").invoke(FunctionName="spawns", Payload=json.dumps(
                {"note": str(note), "end": end}))["FunctionError"])
        except Exception as error:  # the cloud itself was killed
            outcomes.append(error)
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    wait_for(note.exists)
    return thread, outcomes


def has_ended(*pids):
    return not any(alive(pid) for pid in pids)


def test_whoever_dies_leaves_no_processes_behind(tmp_path):
    process, endpoint = launched(tmp_path)
    cloud = LocalCloud(endpoint, process.pid)
    notes = tempfile.TemporaryDirectory(dir="/tmp")  # which functions may write
    try:
        cloud.function("spawns", SPAWNS, Timeout=600)
        cloud.function("well", "def handler(event, context):\n    return 'well'\n")
        os.kill(*children(process.pid), signal.SIGSTOP)
        assert cloud.invoke("well") == "well"  # the spawner continues
        for victim in ("handler", "spawner", "cloud"):
            note = Path(notes.name, victim)
            caller, outcomes = call_of_spawns(cloud, note, end=victim == "handler")
            pids = note.read_text().split()[:None if sys.platform == "linux" else 2]  # elsewhere sessions are not seen
            spawner_pid, = children(process.pid)
            if victim != "handler":
                os.kill(spawner_pid if victim == "spawner" else process.pid, signal.SIGKILL)
            caller.join()
            wait_for(functools.partial(has_ended, *pids))
            if victim != "cloud":
                assert outcomes == ["Unhandled"] and cloud.invoke("well") == "well"
        process.wait()
        wait_for(functools.partial(has_ended, spawner_pid))
    finally:
        process.kill()
        process.wait()
        notes.cleanup()


def test_a_spawner_that_was_stopped_ends_with_the_cloud():
    closing, (own_end, end_of_child) = object.__new__(spawner.Spawner), socket.socketpair()
    child = subprocess.Popen([sys.executable, "-c", "import socket, sys\nsocket.socket(fileno=int(sys.argv[1])).recv(1)",
                              str(end_of_child.fileno())], pass_fds=[end_of_child.fileno()])
    end_of_child.close()
    os.kill(child.pid, signal.SIGSTOP)
    closing._channel, closing._zygote = own_end, child
    closing.close()
    assert child.returncode == 0  # it was not killed


@pytest.fixture
def server():
    """A wire.Server that does not serve yet; SIGUSR1 does nothing."""
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield wire.Server(listening, None)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGUSR1, before)


def test_a_signal_that_another_thread_receives_wakes_the_server(server):
    server.wake_for_signals()
    server._bell.setblocking(False)
    receiver = threading.Thread(target=lambda: signal.pthread_kill(threading.get_ident(), signal.SIGUSR1))
    receiver.start()
    receiver.join()
    assert server._bell.recv(16) == bytes([signal.SIGUSR1])  # for which serve_forever waits
