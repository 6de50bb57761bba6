"""`make app` scans again when resources.yaml comes, changes and goes."""
import os
from pathlib import Path

import pytest

import scan_infra
from tests.fixtures.makefiles import TEMPLATE, age, make, tick
from tests.fixtures.own_resources import CLUSTER, write

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
