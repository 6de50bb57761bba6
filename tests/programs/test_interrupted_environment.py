"""Ctrl-C while .venv is made ends venv and pip, and all that they have started."""
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import create_environment
from localcloud import processes
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT

# A stand-in for venv and pip: it has a child of its own, as venv has ensurepip, and prints when it is interrupted.
CHILDREN = """
import os, subprocess, sys, time
print("grandchild" if sys.argv[2:] else "child", os.getpid(), file=open(sys.argv[1], "a"), flush=True)
if not sys.argv[2:]:
    subprocess.call([sys.executable, __file__, sys.argv[1], "last"])
time.sleep(1000)
"""
DRIVER = """
import signal, sys
import create_environment
real = create_environment.run
create_environment.run = lambda words, lock, **more: real([sys.executable, "children.py", "pids"], lock, **more)
sys.exit(create_environment.main(["requirements.txt", ".venv"]))
"""


def wait_for(condition, process):
    """Until a condition is true, while the process runs."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert process is None or process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)


def test_ctrl_c_while_the_environment_is_made_ends_all_of_venv_and_pip_quietly(own_folder):
    Path("requirements.txt").touch()
    Path("children.py").write_text(CHILDREN)
    process = subprocess.Popen([sys.executable, "-c", DRIVER], stderr=subprocess.PIPE, text=True, start_new_session=True,
                               env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})
    try:
        wait_for(lambda: Path("pids").exists() and "grandchild" in Path("pids").read_text(), process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
        assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == (
            "making .venv from requirements.txt, about a minute\n", 130)
        pids = [int(line.split()[1]) for line in Path("pids").read_text().splitlines()]
        wait_for(lambda: not any(map(processes.alive, pids)), None)
    finally:
        process.kill()


def test_ctrl_c_while_a_command_is_being_started_leaves_no_process(own_folder, monkeypatch):
    started = []

    class Interrupted(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)  # a worker of xdist has other threads
    monkeypatch.setattr(create_environment.subprocess, "Popen", Interrupted)
    with open(os.devnull) as lock, pytest.raises(KeyboardInterrupt):
        create_environment.run([sys.executable, "-c", "import time; time.sleep(1000)"], lock.fileno())
    assert started[0].returncode == -signal.SIGKILL


def test_a_command_that_fails_is_an_error_and_its_exit_code(tmp_path):
    with open(os.devnull) as lock:
        with pytest.raises(subprocess.CalledProcessError) as failed:
            create_environment.run([sys.executable, "-c", "raise SystemExit(3)"], lock.fileno())
        create_environment.run([sys.executable, "-c", "pass"], lock.fileno())
    assert failed.value.returncode == 3


def test_projects_that_share_an_environment_by_a_link_wait_for_each_other(tmp_path):
    for name in ("one", "other", "shared/.venv"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("one", "other"):
        (tmp_path / name / ".venv").symlink_to("../shared/.venv")
    with create_environment.alone(str(tmp_path / "one/.venv")):
        lock = os.open(tmp_path / "shared", os.O_RDONLY)
        try:
            with pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(lock)


def test_an_environment_behind_a_link_is_made_where_the_link_leads(tmp_path, monkeypatch):
    (tmp_path / "shared").mkdir()
    (tmp_path / ".venv").symlink_to("shared")
    commands = []
    monkeypatch.setattr(create_environment, "run", lambda command, _lock, **_options: commands.append(command))
    create_environment.create("requirements.txt", str(tmp_path / ".venv"), 0)
    assert commands[0][1:] == ["-m", "venv", "--clear", str(tmp_path / "shared")]
    assert [command[1:4] for command in commands[1:]] == [["-B", "-m", "pip"]] * 2
