""".venv: when it is made, and of two makes at once one makes it and the other waits."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import create_environment
from tests.fixtures.cases import cases
from tests.fixtures.makefiles import START, make
from tests.fixtures.paths import ROOT
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.makefiles"]

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
def started(own_folder):
    """started() -> a process of the tool, in a folder with requirements.txt."""
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


def test_a_folder_that_is_none_is_reported(own_folder, monkeypatch, capsys):
    Path("requirements.txt").touch()
    monkeypatch.setattr(create_environment, "create", lambda *_args: os.remove("requirements.txt/x"))
    assert create_environment.main(["requirements.txt", ".venv"]) == 1
    assert capsys.readouterr().err.endswith("requirements.txt/x: Not a directory\n  hint: can this folder be written to, and is there room?\n")


@pytest.mark.parametrize("change", [lambda: os.remove(".venv/.ready"), lambda: os.utime(".venv/.ready", (1e9, 1e9))])
def test_the_environment_follows_the_requirements(make_project, change):
    change()
    Path("stand-in").write_text("#!/bin/sh\ntest $1 != -c || exec echo 3\nprintf '%s\\0' \"made by $*\" 'END OF CALL' >> calls\ntouch .venv/.ready\n")
    os.chmod("stand-in", 0o755)
    calls = make("local", "python=./stand-in")
    assert calls == ["made by tools/create_environment.py requirements.txt .venv", START]


def test_an_environment_whose_python_is_gone_is_made_anew(make_project):
    os.remove(".venv/bin/python")
    os.symlink("/nowhere/python", ".venv/bin/python")
    assert make("local", "python=false", fails=True) == []
    write_files({"build/app.json": "{}"})
    assert make("outputs", "python=false", fails=True) == []


class Commands:
    """subprocess for create_environment: notes what is called; fails at the word given."""

    def __init__(self, monkeypatch, fails="nothing"):
        self.called, self.fails = [], fails
        monkeypatch.setattr(create_environment, "run", self.run)
        monkeypatch.setattr(create_environment.os, "execv", lambda path, words: self.run(words))

    def run(self, words, *_lock, **_more):
        self.called.append(words)
        if self.fails in words:
            raise subprocess.CalledProcessError(1, words)
        if "venv" in words:
            Path(".venv/bin").mkdir(parents=True, exist_ok=True)
            Path(".venv/bin/python").touch()

    def verbs(self):
        """["venv", "install", "uninstall"]"""
        return [word for words in self.called for word in words if word in ("venv", "install", "uninstall")]


def test_an_environment_that_was_interrupted_is_made_afresh(own_folder, monkeypatch):
    Path("requirements.txt").touch()
    commands = Commands(monkeypatch, fails="install")
    assert create_environment.main(["requirements.txt", ".venv"]) == 1
    assert not Path(".venv/.ready").exists()
    commands.fails = "nothing"
    assert create_environment.main(["requirements.txt", ".venv"]) == 0
    assert Path(".venv/.ready").exists()
    os.utime(".venv/.ready", (0, 0))  # older than requirements.txt
    assert create_environment.main(["requirements.txt", ".venv"]) == 0  # and one that was not is brought up to date
    assert commands.verbs() == ["venv", "install", "venv", "install", "uninstall", "install", "uninstall"]


def test_a_conflict_in_the_list_of_packages_is_reported_and_the_environment_stays(own_folder, monkeypatch, capsys):
    commands = Commands(monkeypatch)
    Path(".venv/bin").mkdir(parents=True)
    for name in ("bin/python", ".ready"):
        Path(".venv", name).touch()
        os.utime(f".venv/{name}", (0, 0))
    Path("requirements.txt").write_text("a\n<<<<<<< HEAD\nb==1\n=======\nb==2\n>>>>>>> other\n")
    assert create_environment.main(["requirements.txt", ".venv"]) == 1
    assert (capsys.readouterr().err, commands.called, Path(".venv/.ready").exists()) == (
        "requirements.txt:2: a conflict of a merge is not resolved\n"
        "  hint: keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>\n", [], True)


def test_a_python_too_old_is_reported_by_its_version(monkeypatch, capsys):
    commands = Commands(monkeypatch)
    monkeypatch.setattr(create_environment.sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(create_environment, "newer_python", lambda: None)
    assert create_environment.main(["requirements.txt", ".venv"]) == 1
    assert capsys.readouterr().err == (f"Python 3.9 is too old: {sys.executable}\n"
                                       "  hint: install Python 3.11 or newer, or give python=/path/to/it\n")
    monkeypatch.setattr(create_environment, "newer_python", lambda: "/usr/bin/python3.13")
    create_environment.main(["requirements.txt", ".venv"])
    assert [words[0] for words in commands.called] == ["/usr/bin/python3.13"]


def test_another_python_than_that_of_the_environment_is_refused(own_folder, capsys):
    Path("requirements.txt").touch()
    Path(".venv/bin").mkdir(parents=True)
    Path(".venv/bin/python").touch()
    Path(".venv/.ready").touch()
    for version, message in [("3.10.1", ".venv has Python 3.10, not 3."), (sys.version.split()[0], "")]:
        Path(".venv/pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
        assert create_environment.main(["requirements.txt", ".venv"]) == bool(message)
        assert capsys.readouterr().err.startswith(message)


@cases("program, options", [("/nonexistent", []), ("/nonexistent", ["json=1"]), ("false", []), ("true", []), ("echo", []),
                            (".", []), ("eval", []), (":", []), ("-x", []), ("tools", [])])
def test_a_program_that_is_no_python_is_reported_with_a_hint(make_project, program, options):
    Path("tools/create_environment.py").write_text("touch CANARY\n")  # the shell's `.` would run it
    done = subprocess.run(["make", "check", f"python={program}", *options], capture_output=True, text=True)
    assert done.returncode == 2 and f"{program} is no Python\n  hint: install Python 3.11 or newer, or name one: " \
        "python=/path/to/python3\n" in done.stderr
    assert not Path("CANARY").exists() and not Path("calls").exists()
