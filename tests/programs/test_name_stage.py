"""stage=auto: the stage is named after the git branch."""
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import delete_stack
import diff_stack
import name_stage
import rollback_code
from aws import stages
from kit import stage_settings
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.makefiles import calls_of_make
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.makefiles", "tests.fixtures.small_apps"]
TOOL = Path(name_stage.__file__).resolve()
HANDLER = '"""infra: {}"""\ndef handler(event, context): pass\n'


@cases("branch, stage", [
    ("x", "x"), ("feature-login", "feature-login"), ("x" * 32, "x" * 32), ("a--b", "a-b-HASH"),
    ("feature/Login_page", "feature-login-page-HASH"), ("123-fix", "b-123-fix-HASH"), ("x" * 33, "x" * 25 + "-HASH"),
    ("ünï", "uni-HASH"), ("日本", "b-HASH"), ("-", "b-HASH"), ("local", "local-HASH"), ("AUTO", "auto-HASH")])
def test_a_branch_is_a_valid_stage_which_ends_with_a_hash_unless_it_is_the_branch(branch, stage):
    assert re.fullmatch(stage.replace("HASH", "[0-9a-f]{6}"), name_stage.stage(branch))


def test_no_two_branches_share_a_stage():
    branches = ["feature/login", "feature-login", "feature_login", "Feature-login", "feature-login-", "b-123", "123",
                "ünï", "uni", "n", "x" * 33, "x" * 34, "x" * 25 + "-" * 8]
    branches += [name_stage.stage(branch) for branch in branches if name_stage.stage(branch) != branch]
    stages_ = {name_stage.stage(branch) for branch in branches}
    assert len(stages_) == len(branches) and all(stage_settings.NAME.fullmatch(stage) for stage in stages_)


@pytest.mark.parametrize("branch, message", [
    ("main", "the branch main is shared by all developers, and has no stage of its own"), ("Master", "the branch Master is shared by all developers"),
    ("", "this commit is on no branch, so it has no stage of its own")])
def test_a_branch_of_everybody_and_no_branch_have_no_stage(branch, message):
    with pytest.raises(Problems, match=f"{message}.*\n  hint: write the stage, as in stage=dev"):
        name_stage.stage(branch)


def test_the_branch_is_that_of_the_folder(own_folder, capsys):
    assert name_stage.main([]) == 1 and "this folder is in no repository" in capsys.readouterr().err
    subprocess.run(["git", "init", "-q", "-b", "feature/one"], check=True)
    assert name_stage.main([]) == 0 and re.fullmatch("feature-one-[0-9a-f]{6} feature/one\n", capsys.readouterr().out)


@cases("name, stage", [
    (b"caf\xe9", b"caf-[0-9a-f]{6}"), ("caf\u00e9".encode(), b"cafe-[0-9a-f]{6}"), ("cafe\u00a0".encode(), b"cafe-[0-9a-f]{6}")])
def test_any_bytes_are_a_branch_in_any_locale(own_folder, name, stage):
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "symbolic-ref", "HEAD", b"refs/heads/" + name], check=True)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    run = subprocess.run([sys.executable, "-S", TOOL], env=env, capture_output=True)
    assert run.stderr == b"" and re.fullmatch(stage + b" " + re.escape(name) + b"\n", run.stdout), run


def test_a_repository_of_another_user_is_reported_as_one(own_folder, capsys, monkeypatch):
    subprocess.run(["git", "init", "-q"], check=True)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert name_stage.main([]) == 1
    assert capsys.readouterr().err == (
        "git does not read this folder: it belongs to another user\n"
        f"  hint: git config --global --add safe.directory {os.path.realpath(own_folder)}\n")


def test_make_runs_nothing_without_a_branch(make_project):
    calls, _output = calls_of_make("logs", "stage=auto", fails=True)  # the stand-in of Python names no stage
    assert [call[0] for call in calls] == ["tools/name_stage.py"]


def test_the_tools_get_the_stage_and_the_branch(make_project):
    Path(".venv/bin/python").write_text("""#!/bin/sh
case "$*" in *check_variables*) echo ok;; *name_stage*) echo "fix-\\$12-aaaaaa fix/\\$12";;
*) echo "$stage $PARETO_BRANCH" >> calls; echo "$PARETO_VARIABLES" > variables;; esac""")
    calls_of_make("logs", "stage=auto")
    assert Path("calls").read_text().splitlines()[-1] == "fix-$12-aaaaaa fix/$12"
    calls_of_make("logs", "stage=dev", PARETO_BRANCH="x")
    assert Path("calls").read_text().splitlines()[-1] == "dev "
    assert {"stage", "port", "name"} < set(Path("variables").read_text().split())  # no lambda gets these from make


def test_commands_of_hints_name_the_stage_of_the_branch_as_the_person_did(monkeypatch):
    monkeypatch.setenv("stage", "fix-12-aaaaaa")
    monkeypatch.setenv("PARETO_BRANCH", "fix/#12")
    assert [*map(stages.variable, ("fix-12-aaaaaa", "dev", "local"))] == [" stage=auto", " stage=dev", ""]
    monkeypatch.delenv("PARETO_BRANCH")
    assert stages.variable("fix-12-aaaaaa") == " stage=fix-12-aaaaaa"


def test_a_stage_of_another_branch_is_refused_and_a_stage_keeps_its_branch(deploy_app, local_cloud, monkeypatch):
    def tag():
        stack = local_cloud.client("cloudformation").describe_stacks(StackName="tree-local")["Stacks"][0]
        return stages.branch_of(stack)

    def commands():
        for run in (deploy, lambda: delete_stack.main(["build/app.json", "--yes"]),
                    lambda: rollback_code.main(["build/app.json"]),
                    lambda: diff_stack.main(["build/app.json", "build/template.json"])):
            refused = problems_of(run)
            yield str(refused)

    def deploy():
        deploy_app("name: tree\n", {"one": HANDLER})

    monkeypatch.setenv("PARETO_BRANCH", "fix/#12")
    deploy()
    assert tag() == "fix/_12"
    monkeypatch.delenv("PARETO_BRANCH")  # a person writes the stage
    deploy()
    assert tag() == "fix/_12"
    monkeypatch.setenv("PARETO_BRANCH", "local")
    assert {*commands()} == {
        "the stage local is of the branch fix/_12, and stage=auto is for the branch local\n"
        "  hint: write stage=local if you mean it, or rename the branch: `git branch -m NAME`"}
    monkeypatch.delenv("PARETO_BRANCH")
    delete_stack.main(["build/app.json", "--yes"])
    deploy()
    monkeypatch.setenv("PARETO_BRANCH", "local")
    assert all("is not of a branch: it was deployed by its name, and" in text for text in commands())
    monkeypatch.delenv("PARETO_BRANCH")
