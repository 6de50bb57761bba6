"""A start of the local cloud: one at a time, on the port that was chosen, and awaited while it makes progress."""
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from aws import hung_cloud, local_process
from kit.problems import Problems
from localcloud import presence, processes
from tests.fixtures.cloud import TOOL
from tests.fixtures.local_tool import CLOUD, free_port, program, start_cloud, tool, wait_for
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.local_tool"]


def test_three_first_starts_at_once_make_one_cloud(cloud_home):
    port = free_port()
    starts = [subprocess.Popen([sys.executable, TOOL, "start", "--port", str(port)], cwd=cloud_home, text=True,
                               stderr=subprocess.PIPE) for _ in range(3)]
    messages = sorted(start.communicate()[1].split(" after")[0].strip() for start in starts)
    endpoint = f"http://127.0.0.1:{port}"
    assert messages == [f"The local cloud answers at {endpoint}", *[f"The local cloud runs already, at {endpoint}."] * 2]
    assert len(local_process.serving(cloud_home / "build/local")) == 1


def test_the_port_is_remembered_until_another_is_passed(cloud_home):
    first, second = free_port(), free_port()
    assert start_cloud(cloud_home, "--port", str(first))[0] == first
    tool("stop", cwd=cloud_home)
    assert start_cloud(cloud_home)[0] == first
    refused = tool("start", "--port", str(second), cwd=cloud_home)
    assert refused.stderr == f"the local cloud runs already, at http://127.0.0.1:{first}\n  hint: `make stop` first\n"
    tool("stop", cwd=cloud_home)
    changed = tool("start", "--port", str(second), cwd=cloud_home)
    assert changed.stderr.endswith(f"This is its new port; it was {first}.\n")
    tool("stop", cwd=cloud_home)
    assert start_cloud(cloud_home)[0] == second
    assert "is stopped" in tool("stop", cwd=cloud_home).stderr


def test_a_port_that_could_not_be_had_is_not_remembered(cloud_home):
    first = start_cloud(cloud_home, "--port", str(free_port()))[0]
    tool("stop", cwd=cloud_home)
    with subprocess.Popen([sys.executable, "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); "
                           "print(s.getsockname()[1], flush=True); input()"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as holder:
        taken = holder.stdout.readline().strip()
        ended = tool("start", "--port", taken, cwd=cloud_home)
        assert (ended.returncode, f"port {taken} is in use by python" in ended.stderr) == (1, True)
        holder.communicate("\n")
    assert start_cloud(cloud_home)[0] == first


def test_a_start_that_fails_reports_the_reason_and_the_end_of_its_log(whole_cloud):
    broken = whole_cloud / "broken"
    write_files({"moto/__init__.py": "raise ImportError('half of moto is missing')\n"}, broken)
    ended = tool("start", "--port", str(free_port()), cwd=whole_cloud, PYTHONPATH=str(broken))
    assert ended.returncode == 1
    assert ended.stderr.startswith("build/local/cloud.log: the local cloud did not start: it ended with exit status 1; "
                                   "the end of its log:\n")
    assert ended.stderr.endswith("ImportError: half of moto is missing\n  hint: `make stop`, then `make local` again\n")
    assert not (whole_cloud / CLOUD).exists() and not local_process.serving(whole_cloud / "build/local")


def test_a_start_that_is_killed_reports_the_signal(tmp_path):
    victim = subprocess.Popen(["sleep", "600"])
    victim.kill()
    wait_for(lambda: not processes.alive(victim.pid))
    with pytest.raises(Problems, match=r"it ended by signal 9 \(Killed.*\); its log is empty"):
        presence.answering(presence.Cloud(victim.pid, "http://127.0.0.1:1"), tmp_path / "log")


@pytest.mark.parametrize("spoil, message", [
    (lambda cloud_home: (cloud_home / "build").write_text(""), "build: File exists"),
    (lambda cloud_home: (cloud_home / "build/local/cloud.log").mkdir(parents=True),
     "build/local/cloud.log: Is a directory"),
    (lambda cloud_home: (cloud_home / "build/local").mkdir(parents=True) or (cloud_home / "build/local").chmod(0o500),
     "build/local: Permission denied"),
], ids=["build is a file", "the log is a folder", "read-only"])
def test_a_folder_that_cannot_be_written_is_reported(cloud_home, spoil, message):
    spoil(cloud_home)
    if "Permission" in message and os.geteuid() == 0:
        (cloud_home / "build/local").chmod(0o700)
        pytest.skip("root may write anywhere")
    ended = program("start", "--port", str(free_port()), cwd=cloud_home)
    assert ended.returncode == 1 and ended.stderr.startswith(message), ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def waiting(monkeypatch, tmp_path):
    """answering() of a process that answers at the nth look; progress: what it has done at each look."""
    def wait(progress, answers_at, is_new=True):
        looks = iter(range(10**6))
        monkeypatch.setattr(presence, "STALL", 0)
        monkeypatch.setattr(presence, "HUNG", 0)
        monkeypatch.setattr(local_process, "is_working", lambda pid: next(progress))
        monkeypatch.setattr(hung_cloud, "health", lambda endpoint: {"pid": 7} if next(looks) == answers_at else None)
        monkeypatch.setattr(presence, "processes", SimpleNamespace(
            alive=lambda pid: True, progress=lambda pid, log: next(progress)))
        return presence.answering(presence.Cloud(7, "http://127.0.0.1:1"), tmp_path / "log", is_new)
    return wait


def test_a_start_is_waited_for_as_long_as_it_does_something(waiting):
    assert waiting(iter(range(10**6)), answers_at=20) == {"pid": 7}


def test_a_start_that_makes_no_progress_is_ended(waiting):
    with pytest.raises(Problems, match="log: the local cloud does not answer: its process 7 has done nothing for 0 s; "):
        waiting(iter([1, 2, 3] + [3] * 10**6), answers_at=10**6)


def test_a_running_cloud_is_waited_for_as_long_as_it_works(waiting):
    assert waiting(iter([True] * 30), answers_at=20, is_new=False) == {"pid": 7}
    with pytest.raises(Problems, match="its process 7 has done nothing for 0 s; "):
        waiting(iter([True, True, False] + [False] * 10**6), answers_at=10**6, is_new=False)


def test_a_full_disk_is_the_reason_of_an_empty_log(tmp_path, monkeypatch):
    for free, hint in ((0, "free space on that disk"), (10**9, "`make stop`, then")):
        monkeypatch.setattr(presence.shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        assert presence.failure("did not start", tmp_path / "log").args[0].hint.startswith(hint)


def test_computing_and_writing_are_progress(tmp_path):
    log = tmp_path / "log"
    log.write_text("")
    idle = subprocess.Popen(["sleep", "600"])
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        before = processes.progress(busy.pid, log)
        wait_for(lambda: processes.progress(busy.pid, log) != before)
        before = processes.progress(idle.pid, log)
        assert processes.progress(idle.pid, log) == before
        log.write_text("a word")
        assert processes.progress(idle.pid, log) != before
    finally:
        for process in (idle, busy):
            process.kill()
            process.wait()
