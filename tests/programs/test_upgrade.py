"""`make upgrade`: the Pareto of an app becomes that of a newer checkout, and nothing of the app's own is touched."""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import upgrade_pareto
from kit import files
from kit.problems import Problems
from tests.fixtures.paths import ROOT

OWNERSHIP = {"app": ["README.md", "app.yaml", "lambdas", "site"], "example": [],
             "pareto": ["Makefile", "docs", "tools", "tests"], "shared": [".gitignore", "requirements.txt"]}
FIRST = {"tools/ownership.json": json.dumps(OWNERSHIP), "tools/old.py": "old = 1\n", "tools/kit/same.py": "same = 1\n",
         "tools/changed.py": "changed = 1\n", "Makefile": "first:\n", "docs/page.md": "first\n", "docs/gone/page.md": "",
         "requirements.txt": "# Pareto's\nboto3==1.0\npytest==1.0\n", ".gitignore": "/build/\n",
         "lambdas/hello/index.py": "the example\n", "app.yaml": "name: demo\n", "README.md": "Pareto\n"}
LATER = {**FIRST, "tools/changed.py": "changed = 2\n", "tools/new.py": "new = 1\n", "docs/a page.md": "é\n",
         "requirements.txt": "# Pareto's\nboto3==2.0\npytest==1.0\nflask==1.0\n", "README.md": "Pareto 2\n",
         "lambdas/hello/index.py": "the example of 2\n", "tests/test_new.py": "", "Makefile": "later:\n"}
del LATER["tools/old.py"], LATER["docs/gone/page.md"]
PLAN = ["+ docs/a page.md", "+ tests/test_new.py", "+ tools/new.py", "~ Makefile", "~ requirements.txt",
        "~ tools/changed.py", "- docs/gone/page.md", "- tools/old.py"]


def git(*words, folder="."):
    """Runs git in a folder."""
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    subprocess.run(["git", *identity, *words], capture_output=True, check=True, cwd=folder)


def commit(folder, contents):
    """Makes the contents those of a repository's working tree, and commits them."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if ".git" not in path.parts[len(folder.parts):]:
            path.rmdir() if path.is_dir() else path.unlink()
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    git("add", "-A", folder=folder)
    git("commit", "-qm", "a version", folder=folder)


@pytest.fixture
def pareto(tmp_path):
    """A repository with two versions of a small Pareto."""
    folder = tmp_path / "newer pareto"
    folder.mkdir()
    git("init", "-q", "-b", "main", folder=folder)
    commit(folder, FIRST)
    commit(folder, LATER)
    return folder


@pytest.fixture
def app(tmp_path, monkeypatch, pareto):
    """An app of the first version, with files of its own, in the working directory. It is in no repository."""
    folder = tmp_path / "app"
    own = {"app.yaml": "name: shorty\n", "README.md": "shorty\n", "lambdas/hello/index.py": "mine\n", "docs/mine.md": "mine\n",
           "tests/test_mine.py": "mine\n", "requirements.txt": FIRST["requirements.txt"] + "# For the shop\nPillow==11.0\n"}
    for path, text in {**FIRST, **own}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    monkeypatch.chdir(folder)
    return folder


def state(folder):
    """{path: text} of every file of a folder, a repository's own apart."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(folder).parts}


def upgrade(pareto, *more):
    """As `make upgrade from=... yes=1` does."""
    upgrade_pareto.main(["--from", str(pareto), "--yes", *more])


def complaints(pareto, app):
    """[(path, message)] of an upgrade that must change nothing."""
    before = state(app)
    with pytest.raises(Problems) as caught:
        upgrade(pareto)
    assert state(app) == before
    return sorted((str(one.path), one.message) for one in caught.value.args)


def test_pareto_is_that_of_the_checkout_and_the_app_is_as_it_was(app, pareto, capsys):
    upgrade(pareto)
    assert capsys.readouterr().out.splitlines() == PLAN
    assert state(app) == {
        **LATER, "app.yaml": "name: shorty\n", "README.md": "shorty\n", "lambdas/hello/index.py": "mine\n",
        "docs/mine.md": "mine\n", "tests/test_mine.py": "mine\n",
        "requirements.txt": LATER["requirements.txt"] + "# For the shop\nPillow==11.0\n"}
    assert not Path("docs/gone").exists()


def test_a_second_upgrade_to_the_same_version_does_nothing(app, pareto, capsys):
    upgrade(pareto)
    before = state(app)
    capsys.readouterr()
    upgrade(pareto)
    assert state(app) == before
    assert "already: nothing to do" in capsys.readouterr().err


def test_a_dry_run_prints_the_same_plan_and_does_nothing(app, pareto, capsys):
    before = state(app)
    upgrade_pareto.main(["--from", str(pareto), "--dry-run"])
    assert capsys.readouterr().out.splitlines() == PLAN
    assert state(app) == before


def test_nobody_to_ask_means_no(app, pareto, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open(os.devnull))
    before = state(app)
    with pytest.raises(Problems, match="nobody is here to agree to change these 8 files"):
        upgrade_pareto.main(["--from", str(pareto)])
    assert state(app) == before


@pytest.mark.parametrize("path, text", [
    ("tools/changed.py", "changed = 1  # mine\n"), ("tools/kit/same.py", "mine\n"), ("Makefile", ""),
    ("tools/old.py", "mine\n"), ("tools/new.py", "mine\n"), ("docs/page.md", "first\r\n")])
def test_a_file_of_paretos_that_was_edited_stops_everything_and_is_named(app, pareto, path, text):
    Path(path).write_bytes(text.encode())
    assert complaints(pareto, app) == [(path, "is not as Pareto made it: it was edited")]


def test_every_edited_file_is_named_at_once(app, pareto):
    for path in ("tools/changed.py", "Makefile"):
        Path(path).write_text("mine")
    assert [path for path, _message in complaints(pareto, app)] == ["Makefile", "tools/changed.py"]


def test_a_file_of_any_earlier_version_was_not_edited(app, pareto):
    commit(pareto, {**LATER, "tools/changed.py": "changed = 3\n"})
    Path("tools/changed.py").write_text("changed = 2\n")  # half of an upgrade, or a file that was brought up alone
    upgrade(pareto)
    assert Path("tools/changed.py").read_text() == "changed = 3\n"


def test_an_older_version_is_refused(app, pareto):
    upgrade(pareto)
    git("checkout", "-q", "HEAD~1", folder=pareto)
    assert ("tools/changed.py", "is of another version, and not of an older one") in complaints(pareto, app)


def test_a_newer_branch_of_the_checkout_does_not_count(app, pareto):
    git("checkout", "-q", "-b", "next", folder=pareto)
    commit(pareto, {**LATER, "tools/changed.py": "changed = 3\n"})
    git("checkout", "-q", "main", folder=pareto)
    upgrade(pareto)
    assert Path("tools/changed.py").read_text() == "changed = 2\n"


@pytest.mark.parametrize("line", ["boto3==1.5", "Boto3 >= 1.0  # mine", "flask"])
def test_a_requirement_that_pareto_pins_too_is_for_a_person_to_decide(app, pareto, line):
    Path("requirements.txt").write_text(f"{FIRST['requirements.txt']}{line}\n")
    (path, message), = complaints(pareto, app)
    assert path == "requirements.txt" and line in message and "Pareto has" in message


def test_own_lines_in_the_middle_are_no_change_where_pareto_has_none(app, pareto, capsys):
    upgrade(pareto)
    Path("requirements.txt").write_text("mine==1.0\n" + LATER["requirements.txt"])
    capsys.readouterr()
    upgrade(pareto)
    assert "nothing to do" in capsys.readouterr().err
    assert Path("requirements.txt").read_text().startswith("mine==1.0\n")


def test_what_a_newer_pareto_calls_its_own_is_never_the_apps(app, pareto):
    named = {**OWNERSHIP, "pareto": [*OWNERSHIP["pareto"], "lambdas", "app.yaml", "..", "../app", "site", "extra"]}
    commit(pareto, {**LATER, "tools/ownership.json": json.dumps(named), "site/index.html": "", "extra/x": "new\n"})
    upgrade(pareto)
    assert Path("lambdas/hello/index.py").read_text() == "mine\n" and Path("app.yaml").read_text() == "name: shorty\n"
    assert not Path("site").exists() and Path("extra/x").read_text() == "new\n"


def test_programs_stay_programs(app, pareto):
    os.chmod(pareto / "tools/new.py", 0o755)
    os.chmod(pareto / "tools/kit/same.py", 0o755)
    git("commit", "-qam", "programs", folder=pareto)
    upgrade(pareto)
    assert os.access("tools/new.py", os.X_OK) and os.access("tools/kit/same.py", os.X_OK)
    assert not os.access("tools/changed.py", os.X_OK)


def test_what_is_not_committed_in_the_checkout_stops_everything(app, pareto):
    (pareto / "tools/changed.py").write_text("half\n")
    (pareto / "tools/more.py").write_text("half\n")
    (_path, message), = complaints(pareto, app)
    assert message.endswith("has changes that are not committed: tools/changed.py, tools/more.py")


def test_a_checkout_without_history_says_that_it_may_lack_it(app, pareto, tmp_path):
    git("clone", "-q", "--depth", "1", f"file://{pareto}", str(tmp_path / "short"))
    with pytest.raises(Problems, match="lacks a part of its history"):
        upgrade(tmp_path / "short")


def test_a_link_of_the_checkout_is_never_followed(app, pareto, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (pareto / "docs/link.md").symlink_to(tmp_path / "secret")
    git("add", "-A", folder=pareto)
    git("commit", "-qm", "a link", folder=pareto)
    assert complaints(pareto, app) == [(f"{pareto}/docs/link.md", "is a link, and not a file")]


@pytest.mark.parametrize("path", ["tools", "tools/kit", "tools/changed.py", "requirements.txt"])
def test_nothing_is_written_where_a_link_of_the_app_leads(app, pareto, tmp_path, path):
    commit(pareto, {**LATER, "tools/kit/same.py": "same = 2\n"})
    elsewhere = tmp_path / "elsewhere"
    shutil.move(path, elsewhere)
    Path(path).symlink_to(elsewhere)
    before = state(tmp_path)
    assert path in [where for where, _message in complaints(pareto, app)]
    assert state(tmp_path) == before


def test_a_folder_in_the_place_of_a_file_stops_everything(app, pareto):
    Path("tools/new.py").mkdir()
    assert complaints(pareto, app) == [("tools/new.py", "is a folder, and Pareto has a file of this name")]


def not_there(pareto, tmp_path):
    """No folder."""
    return tmp_path / "none"


def no_repository(pareto, tmp_path):
    """A folder without git."""
    shutil.rmtree(pareto / ".git")
    return pareto


def no_commit(pareto, tmp_path):
    """A repository in which nothing was committed."""
    shutil.rmtree(pareto / ".git")
    git("init", "-q", folder=pareto)
    return pareto


def no_pareto(pareto, tmp_path):
    """A repository of something else."""
    commit(pareto, {"README.md": "something else\n"})
    return pareto


def broken(pareto, tmp_path):
    """A Pareto whose list of what is whose cannot be read."""
    commit(pareto, {**LATER, "tools/ownership.json": "{"})
    return pareto


def a_part(pareto, tmp_path):
    """A folder inside a checkout."""
    return pareto / "tools"


def the_app(pareto, tmp_path):
    """The app itself."""
    return Path(".")


def inside(pareto, tmp_path):
    """A checkout inside the app."""
    git("clone", "-q", str(pareto), "inside")
    return Path("inside")


def around(pareto, tmp_path):
    """A folder that the app lies in."""
    return tmp_path


@pytest.mark.parametrize("checkout, message", [
    (not_there, "there is no such folder"), (no_repository, "is not in git"), (no_commit, "is not Pareto"),
    (no_pareto, "is not Pareto"), (broken, "is not Pareto"), (a_part, "is a part of "), (the_app, "contains the other"),
    (inside, "contains the other"), (around, "contains the other")])
def test_what_is_no_checkout_of_pareto_is_refused_in_a_sentence(app, pareto, tmp_path, checkout, message):
    (path, told), = complaints(checkout(pareto, tmp_path), app)
    assert path == "" and message in told


def test_no_checkout_says_how_it_is_said(app, pareto):
    with pytest.raises(Problems, match="from= does not name a checkout of Pareto\n  hint: make upgrade from="):
        upgrade_pareto.main([])


class Killed(BaseException):
    """What a run dies of here."""


def test_an_upgrade_that_is_killed_anywhere_is_finished_by_the_next(app, pareto, monkeypatch, tmp_path):
    shutil.copytree(app, tmp_path / "first")
    upgrade(pareto)
    whole, done = state(app), []

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
            upgrade(pareto)
        upgrade(pareto)
        assert state(tmp_path / f"app {step}") == whole, step


def test_everything_at_the_root_is_the_apps_or_paretos():
    ownership = files.read_json(ROOT / "tools/ownership.json")
    names = [name for kind in ownership.values() for name in kind]
    assert len(names) == len(set(names))
    if (ROOT / "README.md").read_text().startswith("# Pareto\n"):  # beside another app anything may lie
        ignored = {".git", ".venv", "build", ".pytest_cache", "__pycache__"}
        assert {path.name for path in ROOT.iterdir()} - ignored - set(names) == set()
