"""stage=auto: the stage is named after the git branch."""
import re
import subprocess

import pytest

import name_stage
from kit.problems import Problems
from tests.fixtures.makefiles import calls_of_make

pytest_plugins = ["tests.fixtures.makefiles"]


@pytest.mark.parametrize("branch, stage", [
    ("feature/Login_page", "feature-login-page"), ("x", "x"), ("123-fix", "b-123-fix"), ("a--b", "a-b"),
    ("x" * 32, "x" * 32)])
def test_a_branch_is_a_valid_stage(branch, stage):
    assert name_stage.stage(branch) == stage


@pytest.mark.parametrize("branch", ["x" * 33, "feature/" + "long-" * 20, "local", "AUTO", "日本", "-", "ü"])
def test_of_an_unusual_branch_the_end_is_a_hash(branch):
    stage = name_stage.stage(branch)
    assert re.fullmatch("[a-z][a-z0-9-]{0,24}-[0-9a-f]{6}", stage) and stage == name_stage.stage(branch)


@pytest.mark.parametrize("branch, message", [
    ("main", "the branch main is everybody's, and has no stage of its own"), ("Master", "the branch Master is everybody's"),
    ("", "this commit is on no branch, so it has no stage of its own")])
def test_a_branch_of_everybody_and_no_branch_have_no_stage(branch, message):
    with pytest.raises(Problems, match=f"{message}.*\n  hint: write the stage, as in stage=dev"):
        name_stage.stage(branch)


def test_the_branch_is_that_of_the_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert name_stage.main([]) == 1 and "this folder is in no repository" in capsys.readouterr().err
    subprocess.run(["git", "init", "-q", "-b", "feature/one"], check=True)
    assert name_stage.main([]) == 0 and capsys.readouterr().out == "feature-one\n"


def test_make_runs_nothing_without_a_branch(make_project):
    calls, _output = calls_of_make("logs", "stage=auto", fails=True)  # the stand-in of Python names no stage
    assert [call[0] for call in calls] == ["tools/name_stage.py"]
