"""The local cloud's life: it is found, waited for, stopped and cleaned up, whatever became of its files and processes."""
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from aws import local_process
from kit.problems import Problems
from localcloud import presence, processes
from tests.fixtures.cloud import TOOL, LocalCloud, launched
from tests.localcloud.test_local_tool import alive, free_port, tool

CLOUD = "build/local/cloud.json"


@pytest.fixture
def home(tmp_path):
    """A folder with a local cloud to start; stopped in the end."""
    yield tmp_path
    tool("stop", cwd=tmp_path)


def started(home, *arguments):
    """(port, pid) of a local cloud that was just started there."""
    ended = tool("start", *arguments, cwd=home)
    assert ended.returncode == 0, ended.stderr
    known = json.loads((home / CLOUD).read_text())
    return int(known["endpoint"].rpartition(":")[2]), known["pid"]


def until(fact):
    """Waits for the effect, as long as it takes."""
    while not (value := fact()):
        threading.Event().wait(0.02)
    return value


# it is found again

def test_a_cloud_whose_build_folder_was_removed_is_found_on_any_port(home):
    port, pid = started(home, "--port", str(free_port()))
    shutil.rmtree(home / "build")
    assert "runs already" in tool("start", cwd=home).stderr
    assert json.loads((home / CLOUD).read_text()) == {
        "endpoint": f"http://127.0.0.1:{port}", "pid": pid, "log": "build/local/cloud.log"}
    until((home / "build/local/cloud.log").exists)  # it writes to a log that a person can read
    assert json.loads((home / "build/local/port.json").read_text()) == {"port": port}
    shutil.rmtree(home / "build")
    assert tool("stop", cwd=home).stderr == f"The local cloud at http://127.0.0.1:{port} is stopped.\n"
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


def test_a_pid_of_another_program_is_neither_found_nor_ended(home):
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        for endpoint in (f"http://127.0.0.1:{free_port()}", "http://127.0.0.1:1"):
            (home / "build/local").mkdir(parents=True, exist_ok=True)
            (home / CLOUD).write_text(json.dumps({"endpoint": endpoint, "pid": bystander.pid, "log": "x"}))
            assert tool("stop", cwd=home).stderr == "No local cloud runs.\n"
            assert bystander.poll() is None
        (home / CLOUD).write_text(json.dumps({"endpoint": endpoint, "pid": bystander.pid, "log": "x"}))
        _port, pid = started(home, "--port", str(free_port()))
        assert pid != bystander.pid
    finally:
        bystander.kill()
        bystander.wait()


def test_a_cloud_of_another_folder_is_left_alone(home, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    try:
        _port, pid = started(other, "--port", str(free_port()))
        shutil.copytree(other / "build", home / "build")  # somebody copied the whole folder
        os.remove(home / CLOUD)
        assert tool("stop", cwd=home).stderr == "No local cloud runs.\n"
        assert alive(pid)
    finally:
        tool("stop", cwd=other)


# it is stopped

@pytest.mark.parametrize("spoil", [lambda home: None, lambda home: shutil.rmtree(home / "build")], ids=["known", "lost"])
def test_a_cloud_that_hangs_is_stopped_all_the_same(home, spoil):
    port, pid = started(home, "--port", str(free_port()))
    os.kill(pid, signal.SIGSTOP)
    spoil(home)
    assert tool("stop", cwd=home).stderr == f"The local cloud at http://127.0.0.1:{port} is stopped.\n"
    assert not alive(pid)


def test_a_cloud_that_ends_in_no_other_way_is_killed():
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


@pytest.mark.parametrize("victim", ["handler", "spawner", "cloud"])
def test_whoever_dies_leaves_no_processes_behind(tmp_path, victim):
    if sys.platform != "linux":
        pytest.skip("sessions that a handler began are seen on Linux only")
    process, endpoint = launched(tmp_path)
    cloud = LocalCloud(endpoint, process.pid)
    try:
        cloud.function("spawns", SPAWNS, Timeout=600)
        cloud.function("well", "def handler(event, context):\n    return 'well'\n")
        note, outcome = tmp_path / "note", []

        def call():
            try:
                outcome.append(cloud.client("lambda").invoke(FunctionName="spawns", Payload=json.dumps(
                    {"note": str(note), "end": victim == "handler"}))["FunctionError"])
            except Exception as error:  # the cloud itself was killed
                outcome.append(error)
        caller = threading.Thread(target=call, daemon=True)
        caller.start()
        until(note.exists)
        pids = note.read_text().split()
        spawner, = children(process.pid)
        if victim != "handler":
            os.kill(spawner if victim == "spawner" else process.pid, signal.SIGKILL)
        caller.join()
        until(lambda: not any(alive(pid) for pid in pids))
        if victim == "cloud":
            process.wait()
            until(lambda: not alive(spawner))
        else:
            assert outcome == ["Unhandled"] and cloud.invoke("well") == "well"
    finally:
        process.kill()
        process.wait()


def children(pid):
    """The pids of a process's children."""
    listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True).stdout
    return [int(child) for child, parent in (line.split() for line in listed.splitlines()) if int(parent) == pid]


# it starts

def test_three_first_starts_at_once_make_one_cloud(home):
    port = free_port()
    starts = [subprocess.Popen([sys.executable, TOOL, "start", "--port", str(port)], cwd=home, text=True,
                               stderr=subprocess.PIPE) for _ in range(3)]
    words = sorted(start.communicate()[1].split(" after")[0].strip() for start in starts)
    endpoint = f"http://127.0.0.1:{port}"
    assert words == [f"The local cloud answers at {endpoint}", *[f"The local cloud runs already, at {endpoint}."] * 2]
    assert len(local_process.serving(home / "build/local")) == 1


def test_the_port_is_remembered_until_another_is_asked_for(home):
    first, second = free_port(), free_port()
    assert started(home, "--port", str(first))[0] == first
    tool("stop", cwd=home)
    assert started(home)[0] == first
    refused = tool("start", "--port", str(second), cwd=home)
    assert refused.stderr == f"the local cloud runs already, at http://127.0.0.1:{first}\n  hint: `make stop` first\n"
    tool("stop", cwd=home)
    changed = tool("start", "--port", str(second), cwd=home)
    assert changed.stderr.endswith(f"This is its new port; it was {first}.\n")
    tool("stop", cwd=home)
    assert started(home)[0] == second
    assert "is stopped" in tool("stop", cwd=home).stderr


def test_a_port_that_could_not_be_had_is_not_remembered(home):
    first = started(home, "--port", str(free_port()))[0]
    tool("stop", cwd=home)
    with subprocess.Popen([sys.executable, "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); "
                           "print(s.getsockname()[1], flush=True); input()"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as holder:
        taken = holder.stdout.readline().strip()
        ended = tool("start", "--port", taken, cwd=home)
        assert (ended.returncode, f"port {taken} is in use by python" in ended.stderr) == (1, True)
        holder.communicate("\n")
    assert started(home)[0] == first


def test_a_start_that_fails_tells_the_reason_and_the_end_of_its_log(home):
    broken = home / "broken"
    (broken / "moto").mkdir(parents=True)
    (broken / "moto/__init__.py").write_text("raise ImportError('half of moto is missing')\n")
    ended = tool("start", "--port", str(free_port()), cwd=home, PYTHONPATH=str(broken))
    assert ended.returncode == 1
    assert ended.stderr.startswith("build/local/cloud.log: the local cloud did not start: it ended with exit status 1; "
                                   "the end of its log:\n")
    assert ended.stderr.endswith("ImportError: half of moto is missing\n  hint: `make stop`, then `make local` again\n")
    assert not (home / CLOUD).exists() and not local_process.serving(home / "build/local")


def test_a_start_that_is_killed_tells_by_what(tmp_path):
    victim = subprocess.Popen(["sleep", "600"])
    victim.kill()
    until(lambda: not processes.alive(victim.pid))
    with pytest.raises(Problems, match=r"it ended by signal 9 \(Killed.*\); its log is empty"):
        presence.answering(presence.Cloud(victim.pid, "http://127.0.0.1:1"), tmp_path / "log")


@pytest.mark.parametrize("spoil, told", [
    (lambda home: (home / "build").write_text(""), "build: File exists"),
    (lambda home: (home / "build/local/cloud.log").mkdir(parents=True),
     "build/local/cloud.log: Is a directory"),
    (lambda home: (home / "build/local").mkdir(parents=True) or (home / "build/local").chmod(0o500),
     "build/local: Permission denied"),
], ids=["build is a file", "the log is a folder", "read-only"])
def test_a_folder_that_cannot_be_written_is_told(home, spoil, told):
    spoil(home)
    if "Permission" in told and os.geteuid() == 0:
        (home / "build/local").chmod(0o700)
        pytest.skip("root may write anywhere")
    ended = tool("start", "--port", str(free_port()), cwd=home)
    assert ended.returncode == 1 and ended.stderr.startswith(told), ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def waiting(monkeypatch, tmp_path):
    """answering() of a process that answers at the nth look; progress: what it has done at each look."""
    def wait(progress, answers_at):
        looks = iter(range(10**6))
        monkeypatch.setattr(presence, "STALL", 0)
        monkeypatch.setattr(presence, "health", lambda endpoint: {"pid": 7} if next(looks) == answers_at else None)
        monkeypatch.setattr(presence, "processes", SimpleNamespace(
            alive=lambda pid: True, progress=lambda pid, log: next(progress)))
        return presence.answering(presence.Cloud(7, "http://127.0.0.1:1"), tmp_path / "log")
    return wait


def test_a_start_is_waited_for_as_long_as_it_does_something(waiting):
    assert waiting(iter(range(10**6)), answers_at=20) == {"pid": 7}


def test_a_start_that_does_nothing_any_more_is_given_up(waiting):
    with pytest.raises(Problems, match=r"it \(pid 7\) does not answer, and has done nothing for 0 s"):
        waiting(iter([1, 2, 3] + [3] * 10**6), answers_at=10**6)


def test_computing_and_writing_are_progress(tmp_path):
    log = tmp_path / "log"
    log.write_text("")
    idle = subprocess.Popen(["sleep", "600"])
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        before = processes.progress(busy.pid, log)
        until(lambda: processes.progress(busy.pid, log) != before)
        before = processes.progress(idle.pid, log)
        assert processes.progress(idle.pid, log) == before
        log.write_text("a word")
        assert processes.progress(idle.pid, log) != before
    finally:
        for process in (idle, busy):
            process.kill()
            process.wait()
