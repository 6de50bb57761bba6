"""`make stop` and `make clean` say what they end and remove, and make nothing for it."""
import json
import shutil
import sys
from pathlib import Path

import pytest

import run_local
from aws import hung_cloud
from localcloud import presence
from localcloud.cloudformation import regions
from localcloud.server import Server
from tests.fixtures.makefiles import MAKEFILE, calls_of_make
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.makefiles"]


def make(*words):
    """(stderr of make, the calls of Python)"""
    calls, stderr = calls_of_make(*words)
    assert "warning" not in stderr, stderr
    return stderr, [" ".join(call) for call in calls]


STOP = "tools/run_local.py stop"


def test_clean_says_what_it_removes_and_nothing_where_there_is_nothing(make_project):
    Path("build").mkdir()
    assert make("clean") == ("Removed: build/; nothing on AWS.\n", [f"{STOP} --forget"])
    assert make("clean") == ("There was nothing to remove; nothing on AWS.\n", [f"{STOP} --forget"])
    Path("build").mkdir()
    assert make("clean", "all=1") == ("Removed: build/ .venv/; nothing on AWS.\n", [f"{STOP} --forget"])
    assert not Path("build").exists() and not Path(".venv").exists()
    assert make("clean", "all=1") == ("There was nothing to remove; nothing on AWS.\n", [])


def test_clean_removes_a_file_that_is_called_build(make_project):
    Path("build").touch()
    make("clean")
    assert not Path("build").exists()


def test_stop_makes_no_environment_where_nothing_was_ever_made(make_project):
    shutil.rmtree(".venv")
    assert make("stop") == ("No local cloud runs.\n", [])
    assert not Path(".venv").exists()


@pytest.fixture
def home(own_folder, monkeypatch):
    """A folder with a local cloud that only seems to run, at port 4790, with the stacks of `stacks`."""
    stacks = []
    monkeypatch.setattr(presence, "running", lambda out: [presence.Cloud(7, "http://127.0.0.1:4790")])
    monkeypatch.setattr(hung_cloud, "health", lambda *_: {"stacks": stacks})
    monkeypatch.setattr(run_local.processes, "end", lambda pid, seconds: stacks.clear())
    return stacks


@pytest.mark.parametrize("stacks, told", [([], ""), (["demo-local", "other-local"], ", and with it demo-local, other-local")])
def test_stop_prints_which_cloud_and_which_stacks(home, capsys, stacks, told):
    home += stacks
    run_local.main(["stop"])
    assert capsys.readouterr().err == f"The local cloud at http://127.0.0.1:4790 is stopped{told}.\n"


@pytest.mark.parametrize("port, told", [
    (4790, "The next one is at port 4566 again, not 4790: `make local port=4790`\n"), (4566, ""), (None, "")])
def test_a_port_that_is_forgotten_is_reported(home, capsys, port, told):
    if port:
        write_files({"build/local/port.json": json.dumps({"port": port})})
    run_local.main(["stop", "--forget"])
    assert capsys.readouterr().err == f"The local cloud at http://127.0.0.1:4790 is stopped.\n{told}"
    run_local.main(["stop"])
    assert "again" not in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"port": "x"}'])
def test_a_port_file_that_is_spoilt_keeps_nobody_from_cleaning(home, content):
    write_files({"build/local/port.json": content})
    run_local.main(["stop", "--forget"])


def test_health_lists_the_stacks_without_their_nested_ones(monkeypatch):
    class Stack:
        def __init__(self, name, deleted=False, parent=None):
            self.name, self.deleted, self.parent = name, deleted, parent
    demo = Stack("demo-local")
    monkeypatch.setattr(regions, "every", lambda: [demo, Stack("gone", deleted=True), Stack("demo-local-1", parent=demo)])

    class Functions:
        other_runtimes = {}

        def count(self):
            return 0

        def services(self):
            return []
    server = Server.__new__(Server)
    server.endpoint, server.folder, server.functions, server.state = "", "", Functions(), Functions()
    assert server.health()["stacks"] == ["demo-local"]
    monkeypatch.delitem(sys.modules, "localcloud.cloudformation.regions")
    assert server.health()["stacks"] == []


def test_the_makefile_names_the_one_tool_that_stops():
    assert MAKEFILE.count("run_local.py stop") == 2
