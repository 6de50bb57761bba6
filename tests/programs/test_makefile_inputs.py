"""What Make reads before a scan: app.yaml by the settings reader alone, and resources.yaml."""
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import scan_infra
from kit.problems import Problems
from tests.fixtures.makefiles import TEMPLATE, age, make, tick
from tests.fixtures.own_resources import CLUSTER, write
from tests.fixtures.paths import ROOT
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.makefiles"]
SCAN = TEMPLATE[:1]


@pytest.mark.parametrize("name", ["resources.yaml", "resources.yml", "resources.json"])
def test_the_scan_follows_the_file(make_project, name):
    make("app")
    age(make_project)
    for path in (".venv/.ready", "build/app.json"):
        os.utime(path)
    assert make("app") == []
    tick("build/app.json")
    Path(name).touch()
    assert make("app") == SCAN
    Path("build/package").write_text(f"lambdas\n{name}")
    age(make_project)
    for path in (".venv/.ready", "build/app.json"):
        os.utime(path)
    assert make("app") == []
    os.remove(name)
    assert make("app") == SCAN


def test_a_hostile_second_line_is_a_path(make_project):
    make("app")
    Path("build/package").write_text("lambdas\n-delete $(touch CANARY)")
    assert make("app") == SCAN
    assert not Path("CANARY").exists() and Path("app.yaml").exists()


def test_the_scan_notes_the_file_beside_the_folder(own_folder):
    write(CLUSTER)
    os.mkdir("build")
    scan_infra.main(["-o", "build/app.json"])
    assert Path("build/package").read_text() == "lambdas\nresources.yaml"
    os.remove("resources.yaml")
    scan_infra.main(["-o", "build/app.json"])
    assert Path("build/package").read_text() == "lambdas"


INDEX = '"""Says hello.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return "hello"\n'


@pytest.mark.parametrize("text, package", [
    (b"name: demo\n", "lambdas"), (b"name: demo\npackage: 'functions'\n", "functions"),
    (b"\xef\xbb\xbfpackage: functions\r\nname: demo\r\n", "functions"), (b"{name: demo, package: my-lambdas}", "my-lambdas"),
    (b"name: demo\n\"package\": >-\n  src/functions\n", "src/functions"), (b"name: demo\npackage   : functions # ours\n", "functions"),
    (b"name: demo\npackage: ./x-;touch$(touch)\n", "x-;touch$(touch)"),
])
def test_the_package_is_that_of_the_settings(own_folder, text, package):
    Path("app.yaml").write_bytes(text)
    write_files({f"{package}/hello/index.py": INDEX}, own_folder)
    for path in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / path, path)
    os.symlink(ROOT / "tools", "tools")
    Path(".venv/bin").mkdir(parents=True)
    os.symlink(sys.executable, ".venv/bin/python")
    Path(".venv/.ready").touch()
    scan_infra.main(["-o", "build/app.json"])

    def make():
        return subprocess.run(["make", "app", "-n"], capture_output=True, text=True).stdout
    os.utime("build/app.json", (time.time() + 5,) * 2)  # newer than all that was just made
    assert make() == ""
    os.utime(f"{package}/hello", (time.time() + 10,) * 2)
    assert "scan_infra.py" in make()


@pytest.mark.parametrize("line", ["package: [functions]", "package: functions: x", "package: 'functions", "package: my lambdas",
                                  "package:", "package: 5", "package: /functions", "packages: functions"])
def test_a_package_that_cannot_be_read_is_an_error_and_no_default(own_folder, line):
    Path("app.yaml").write_text(f"name: demo\n{line}\n")
    for package in ("lambdas", "functions"):
        write_files({f"{package}/hello/index.py": INDEX})
    with pytest.raises(Problems, match="app.yaml:2: "):
        scan_infra.main(["-o", "build/app.json"])
    assert not Path("build/app.json").exists()
