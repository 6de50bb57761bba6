"""`make upgrade`: the Pareto of an app becomes that of a newer checkout, and nothing of the app's own is touched."""
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

import upgrade_pareto
from kit import files
from kit.problems import Problems
from tests.fixtures.paths import ROOT
from tests.fixtures.upgrades import LATER, OWNERSHIP, PLAN, commit, git, state, upgrade

pytest_plugins = ["tests.fixtures.upgrades"]


def test_pareto_is_that_of_the_checkout_and_the_app_is_as_it_was(older_app, pareto_checkout, capsys):
    upgrade(pareto_checkout)
    assert capsys.readouterr().out.splitlines() == PLAN
    assert state(older_app) == {
        **LATER, "app.yaml": "name: shorty\n", "README.md": "shorty\n", "lambdas/hello/index.py": "mine\n",
        "docs/mine.md": "mine\n", "tests/test_mine.py": "mine\n",
        "requirements.txt": LATER["requirements.txt"] + "# For the shop\nPillow==11.0\n"}
    assert not Path("docs/gone").exists()


def test_a_second_upgrade_to_the_same_version_does_nothing(older_app, pareto_checkout, capsys):
    upgrade(pareto_checkout)
    before = state(older_app)
    capsys.readouterr()
    upgrade(pareto_checkout)
    assert state(older_app) == before
    assert "already: nothing to do" in capsys.readouterr().err


def test_a_dry_run_prints_the_same_plan_and_does_nothing(older_app, pareto_checkout, capsys):
    before = state(older_app)
    upgrade_pareto.main(["--from", str(pareto_checkout), "--dry-run"])
    assert capsys.readouterr().out.splitlines() == PLAN
    assert state(older_app) == before


def test_nobody_to_ask_means_no(older_app, pareto_checkout, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open(os.devnull))
    before = state(older_app)
    with pytest.raises(Problems, match="nobody is here to agree to change 8 files"):
        upgrade_pareto.main(["--from", str(pareto_checkout)])
    assert state(older_app) == before


def test_a_file_of_any_earlier_version_was_not_edited(older_app, pareto_checkout):
    commit(pareto_checkout, {**LATER, "tools/changed.py": "changed = 3\n"})
    Path("tools/changed.py").write_text("changed = 2\n")  # half of an upgrade, or a file that was brought up alone
    upgrade(pareto_checkout)
    assert Path("tools/changed.py").read_text() == "changed = 3\n"


def test_a_newer_branch_of_the_checkout_does_not_count(older_app, pareto_checkout):
    git("checkout", "-q", "-b", "next", folder=pareto_checkout)
    commit(pareto_checkout, {**LATER, "tools/changed.py": "changed = 3\n"})
    git("checkout", "-q", "main", folder=pareto_checkout)
    upgrade(pareto_checkout)
    assert Path("tools/changed.py").read_text() == "changed = 2\n"


def test_own_lines_in_the_middle_are_no_change_where_pareto_has_none(older_app, pareto_checkout, capsys):
    upgrade(pareto_checkout)
    Path("requirements.txt").write_text("mine==1.0\n" + LATER["requirements.txt"])
    capsys.readouterr()
    upgrade(pareto_checkout)
    assert "nothing to do" in capsys.readouterr().err
    assert Path("requirements.txt").read_text().startswith("mine==1.0\n")


def test_what_a_newer_pareto_calls_its_own_is_never_the_apps(older_app, pareto_checkout):
    named = {**OWNERSHIP, "pareto": [*OWNERSHIP["pareto"], "lambdas", "app.yaml", "..", "../app", "site", "extra"]}
    commit(pareto_checkout, {**LATER, "tools/ownership.json": json.dumps(named), "site/index.html": "", "extra/x": "new\n"})
    upgrade(pareto_checkout)
    assert Path("lambdas/hello/index.py").read_text() == "mine\n" and Path("app.yaml").read_text() == "name: shorty\n"
    assert not Path("site").exists() and Path("extra/x").read_text() == "new\n"


def test_an_upgrade_keeps_the_executable_bit_of_programs(older_app, pareto_checkout):
    os.chmod(pareto_checkout / "tools/new.py", 0o755)
    os.chmod(pareto_checkout / "tools/kit/same.py", 0o755)
    git("commit", "-qam", "programs", folder=pareto_checkout)
    upgrade(pareto_checkout)
    assert os.access("tools/new.py", os.X_OK) and os.access("tools/kit/same.py", os.X_OK)
    assert not os.access("tools/changed.py", os.X_OK)


class Killed(BaseException):
    """What a run dies of here."""


def test_an_upgrade_that_is_killed_anywhere_is_finished_by_the_next(older_app, pareto_checkout, monkeypatch, tmp_path):
    shutil.copytree(older_app, tmp_path / "first")
    upgrade(pareto_checkout)
    whole, done = state(older_app), []

    def counted(real):
        def call(*args):
            done.append(args)
            if len(done) == step:
                raise Killed
            return real(*args)
        return call

    for step in range(1, len(PLAN) + 1):
        shutil.copytree(tmp_path / "first", tmp_path / f"app {step}")
        monkeypatch.chdir(tmp_path / f"app {step}")
        done.clear()
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(upgrade_pareto, "write", counted(upgrade_pareto.write))
            patch.setattr(upgrade_pareto.os, "remove", counted(os.remove))
            upgrade(pareto_checkout)
        upgrade(pareto_checkout)
        assert state(tmp_path / f"app {step}") == whole, step


def test_everything_at_the_root_is_the_apps_or_paretos():
    ownership = files.read_json(ROOT / "tools/ownership.json")
    names = [name for kind in ownership.values() for name in kind]
    assert len(names) == len(set(names))
    if (ROOT / "README.md").read_text().startswith("# Pareto\n"):  # beside another app anything may lie
        ignored = {".git", ".venv", "build", ".pytest_cache", "__pycache__"}
        assert {path.name for path in ROOT.iterdir()} - ignored - set(names) == set()
