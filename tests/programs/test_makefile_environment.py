"""Two makes at once right after requirements.txt changed, or on a first start: one makes .venv, the other waits."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import create_environment
from tests.fixtures.paths import ROOT

# The tool with stand-ins for venv and pip: they note themselves, and pip waits for the file `go` and then for `end`.
DRIVER = """
import os, sys
import create_environment
real = create_environment.run


def run(words, lock, **more):
    verb = next(word for word in words if word in ("venv", "install", "uninstall"))
    if verb == "uninstall":
        return
    if verb == "venv":
        os.makedirs(".venv/bin", exist_ok=True)
        open(".venv/bin/python", "w").close()
    real(["sh", "-c", "echo %s begins >> log; test %s = venv || until test -e go; do sleep 0.02; done; echo %s ends >> log"
          % (verb, verb, verb)], lock, **more)


create_environment.run = run
sys.exit(create_environment.main(["requirements.txt", ".venv"]))
"""


@pytest.fixture
def started(tmp_path, monkeypatch):
    """started() -> a process of the tool, in a folder with requirements.txt."""
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").touch()
    processes = []

    def start():
        processes.append(subprocess.Popen([sys.executable, "-c", DRIVER], stderr=subprocess.PIPE, text=True,
                                          env={**os.environ, "PYTHONPATH": str(ROOT / "tools")}))
        return processes[-1]
    yield start
    Path("go").touch()
    for process in processes:
        process.wait()
        process.stderr.close()


def log():
    """The lines of the stand-ins so far."""
    return Path("log").read_text().splitlines() if Path("log").exists() else []


def wait_for(line, process):
    """Until a stand-in of a process has noted a line."""
    while line not in log():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)


def test_the_second_waits_and_finds_it_done(started):
    first = started()
    wait_for("install begins", first)
    second = started()
    assert second.stderr.readline() == "another make is making .venv: waiting for it\n"
    Path("go").touch()
    assert (first.wait(), second.wait()) == (0, 0)
    assert log() == ["venv begins", "venv ends", "install begins", "install ends"]
    assert Path(".venv/.ready").exists() and "making .venv" not in second.stderr.read()


def test_one_that_was_killed_counts_as_none_and_its_pip_is_waited_for(started):
    first = started()
    wait_for("install begins", first)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not Path(".venv/.ready").exists()
    second = started()
    assert second.stderr.readline() == "another make is making .venv: waiting for it\n"
    Path("go").touch()
    assert second.wait() == 0
    assert log() == ["venv begins", "venv ends", "install begins", "install ends"] * 2


def test_requirements_that_changed_meanwhile_are_made_again(started):
    first = started()
    wait_for("install begins", first)
    second = started()
    second.stderr.readline()
    os.utime("requirements.txt", (time.time() + 60,) * 2)
    Path("go").touch()
    assert (first.wait(), second.wait()) == (0, 0)
    assert log().count("install ends") == 2


def test_an_environment_whose_python_is_gone_is_not_ready_while_it_is_made_anew(started):
    Path(".venv").mkdir()
    Path(".venv/.ready").touch()
    first = started()
    wait_for("install begins", first)
    assert not Path(".venv/.ready").exists()


def test_a_folder_that_is_none_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").touch()
    monkeypatch.setattr(create_environment, "create", lambda *_args: os.remove("requirements.txt/x"))
    assert create_environment.main(["requirements.txt", ".venv"]) == 1
    assert capsys.readouterr().err.endswith("requirements.txt/x: Not a directory\n  hint: can this folder be written to, and is there room?\n")
