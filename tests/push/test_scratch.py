"""Temporary folders of builds are below build/, and a killed build's are removed by the next one."""
import os
import tempfile
from pathlib import Path

import pytest

import create_environment
from push import scratch
from push.layers import builds, pip
from tests.fixtures.made_layers import ARM


@pytest.fixture(autouse=True)
def folder_of_the_test(own_folder):
    """The app's folder is empty."""


def test_programs_put_their_temporary_files_into_the_folder_which_is_removed_at_the_end(monkeypatch):
    monkeypatch.setenv("TMPDIR", "/before")
    before = tempfile.tempdir
    with scratch.scratch_folder() as folder:
        assert Path(folder).parent == Path(scratch.FOLDER).absolute() and os.listdir(folder) == []
        assert os.environ["TMPDIR"] == tempfile.gettempdir() == folder
        Path(tempfile.mkdtemp(), "half").touch()
    assert (os.environ["TMPDIR"], tempfile.tempdir, os.listdir(scratch.FOLDER)) == ("/before", before, [])
    monkeypatch.delenv("TMPDIR")
    with scratch.scratch_folder():
        pass
    assert "TMPDIR" not in os.environ


def test_the_next_build_removes_the_folder_of_a_killed_one_and_none_that_is_in_use():
    Path(scratch.FOLDER, "killed", "pip-build-x").mkdir(parents=True)
    with scratch.scratch_folder() as first, scratch.scratch_folder() as second:
        assert sorted(os.listdir(scratch.FOLDER)) == sorted(map(os.path.basename, (first, second)))


def test_a_build_of_a_layer_runs_pip_with_a_temporary_folder_below_build(monkeypatch):
    folders = []

    def run(*_arguments):
        folders.append(os.environ["TMPDIR"])
        raise pip.Failed("no pip here")
    monkeypatch.setattr(pip, "run", run)
    with pytest.raises(Exception, match="no pip here"):
        builds.build_anew("six", "six==1.17.0\n", {**ARM, "here": True})
    assert [Path(folder).parent for folder in folders] == [Path(scratch.FOLDER).absolute()]


def test_the_environment_is_made_with_a_temporary_folder_in_it_which_the_next_make_empties(monkeypatch):
    folders = []
    monkeypatch.setattr(create_environment, "run", lambda command, _lock, **options: "requirements.txt" in command and
                        folders.append((options["env"]["TMPDIR"], os.listdir(options["env"]["TMPDIR"]))))
    Path(".venv/scratch/pip-install-x").mkdir(parents=True)
    create_environment.create("requirements.txt", ".venv", 0)
    assert folders == [(str(Path(".venv/scratch").absolute()), [])] and os.listdir(".venv") == [".ready"]
