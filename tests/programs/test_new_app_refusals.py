"""`make new-app` changes nothing where git would lose a file, where nobody agrees, and where the name is wrong."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import new_app
from kit import files, settings
from kit.problems import Problems
from tests.fixtures.example_repositories import NEW, begin, git, problems_of, state
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.example_repositories"]


def change():
    """A committed file is changed."""
    Path("lambdas/pages/index.py").write_text("x = 1\n")
    return "lambdas/pages/index.py"


def add():
    """A file that git does not know, with a name that git would quote."""
    Path("lambdas/é 'a'.py").write_text("")
    return "lambdas/é 'a'.py"


def stage():
    """A file that is in the index, and in no commit."""
    Path("site/new.html").write_text("")
    git("add", "site/new.html")
    return "site/new.html"


@pytest.mark.parametrize("edit", [change, add, stage])
def test_what_is_not_committed_is_named_and_nothing_is_taken_away(example_repository, edit):
    path = edit()
    assert problems_of() == [(path, "is not committed")]


def test_a_repository_without_a_commit_keeps_everything(example_repository):
    shutil.rmtree(".git")
    git("init", "-q")
    assert ("app.yaml", "is not committed") in problems_of()


def test_a_folder_that_is_not_in_git_keeps_everything(example_repository):
    shutil.rmtree(".git")
    assert problems_of() == [("", "this folder is not in git: the removed files would be lost")]


def test_a_folder_of_another_user_which_git_does_not_read_has_gits_own_hint(example_repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(Problems, match="git does not read .: it belongs to another user\n  hint: git config --global --add safe.di"):
        new_app.main(["--name", "shorty", "--yes"])


def test_a_folder_of_a_larger_repository_is_as_good(example_repository):
    shutil.rmtree(".git")
    write_files({"../other/app.yaml": "not ours"})
    subprocess.run(["git", "init", "-q", ".."], check=True)
    git("add", "-A", ".")
    git("commit", "-qm", "all")
    begin()  # what is not committed beside the app does not count
    assert set(state()) == NEW | {"domains/README.md"} and Path("../other/app.yaml").exists()
    Path("README.md").write_text("mine")
    assert ("README.md", "is not committed") in problems_of("brief")


def test_nothing_is_written_where_a_link_leads(example_repository, tmp_path):
    shutil.move("lambdas", tmp_path / "elsewhere")
    Path("lambdas").symlink_to(tmp_path / "elsewhere")
    git("add", "-A")
    git("commit", "-qm", "a link")
    assert problems_of() == [("lambdas", "is a link")]


def test_without_git_on_the_machine_nothing_is_taken_away(example_repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert problems_of() == [("", "there is no git on this machine")]


def test_a_file_that_git_ignores_stays(example_repository):
    Path("lambdas/pages/notes.pyc").write_text("mine")
    begin()
    assert Path("lambdas/pages/notes.pyc").read_text() == "mine"


def test_nobody_to_ask_means_no(example_repository, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open(os.devnull))
    before = state()
    with pytest.raises(Problems, match="nobody is here to agree to remove [0-9]+ files of the app demo"):
        new_app.main(["--name", "shorty"])
    assert state() == before


@pytest.mark.parametrize("name", ["Shorty", "1shorty", "short_y", "a--b", "a" * 21, "-x", "$(touch x)", "a b", "a\n", "é"])
def test_a_wrong_name_is_refused_in_the_words_of_the_settings(example_repository, name):
    with pytest.raises(Problems) as caught:
        settings.settings("app.yaml", f"name: {files.json_bytes(name).decode()}")
    own, = caught.value.args
    with pytest.raises(Problems) as caught:
        new_app.main([f"--name={name}", "--yes"])
    assert [(one.message, one.hint) for one in caught.value.args] == [(own.message, own.hint)]


def test_a_missing_name_is_reported_with_the_command(example_repository):
    assert problems_of("") == [("", "no name for the app")]
