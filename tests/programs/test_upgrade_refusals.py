"""`make upgrade` changes nothing where a file was edited, where a link points elsewhere, and without a checkout of Pareto."""
import shutil
from pathlib import Path

import pytest

import upgrade_pareto
from kit.problems import Problems
from tests.fixtures.upgrades import FIRST, LATER, commit, git, problems_of, state, upgrade

pytest_plugins = ["tests.fixtures.upgrades"]


@pytest.mark.parametrize("path, text", [
    ("tools/changed.py", "changed = 1  # mine\n"), ("tools/kit/same.py", "mine\n"), ("Makefile", ""),
    ("tools/old.py", "mine\n"), ("tools/new.py", "mine\n"), ("docs/page.md", "first\r\n")])
def test_a_file_of_paretos_that_was_edited_stops_everything_and_is_named(older_app, pareto_checkout, path, text):
    Path(path).write_bytes(text.encode())
    assert problems_of(pareto_checkout, older_app) == [(path, "is not as Pareto made it: it was edited")]


def test_every_edited_file_is_named_at_once(older_app, pareto_checkout):
    for path in ("tools/changed.py", "Makefile"):
        Path(path).write_text("mine")
    assert [path for path, _message in problems_of(pareto_checkout, older_app)] == ["Makefile", "tools/changed.py"]


def test_an_older_version_is_refused(older_app, pareto_checkout):
    upgrade(pareto_checkout)
    git("checkout", "-q", "HEAD~1", folder=pareto_checkout)
    assert ("tools/changed.py", "is of another version, and not of an older one") in problems_of(pareto_checkout, older_app)


@pytest.mark.parametrize("line", ["boto3==1.5", "Boto3 >= 1.0  # mine", "flask"])
def test_a_requirement_that_pareto_pins_too_is_for_a_person_to_decide(older_app, pareto_checkout, line):
    Path("requirements.txt").write_text(f"{FIRST['requirements.txt']}{line}\n")
    (path, message), = problems_of(pareto_checkout, older_app)
    assert path == "requirements.txt" and line in message and "Pareto has" in message


def test_what_is_not_committed_in_the_checkout_stops_everything(older_app, pareto_checkout):
    (pareto_checkout / "tools/changed.py").write_text("half\n")
    (pareto_checkout / "tools/more.py").write_text("half\n")
    (_path, message), = problems_of(pareto_checkout, older_app)
    assert message.endswith("has changes that are not committed: tools/changed.py, tools/more.py")


def test_a_shallow_clone_is_reported_once_with_the_command_that_completes_it(older_app, pareto_checkout, tmp_path):
    git("clone", "-q", "--depth", "1", f"file://{pareto_checkout}", str(tmp_path / "short"))
    with pytest.raises(Problems) as raised:
        upgrade(tmp_path / "short")
    assert str(raised.value) == (
        f"from={tmp_path}/short is a shallow clone: its history, which shows whether a file was edited here, is not complete\n"
        f"  hint: git -C {tmp_path}/short fetch --unshallow")
    git("fetch", "-q", "--unshallow", folder=tmp_path / "short")
    upgrade(tmp_path / "short")
    assert Path("tools/changed.py").read_text() == (pareto_checkout / "tools/changed.py").read_text()


def test_a_link_of_the_checkout_is_never_followed(older_app, pareto_checkout, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (pareto_checkout / "docs/link.md").symlink_to(tmp_path / "secret")
    git("add", "-A", folder=pareto_checkout)
    git("commit", "-qm", "a link", folder=pareto_checkout)
    assert problems_of(pareto_checkout, older_app) == [(f"{pareto_checkout}/docs/link.md", "is a link, and not a file")]


@pytest.mark.parametrize("path", ["tools", "tools/kit", "tools/changed.py", "requirements.txt"])
def test_nothing_is_written_where_a_link_of_the_app_leads(older_app, pareto_checkout, tmp_path, path):
    commit(pareto_checkout, {**LATER, "tools/kit/same.py": "same = 2\n"})
    elsewhere = tmp_path / "elsewhere"
    shutil.move(path, elsewhere)
    Path(path).symlink_to(elsewhere)
    before = state(tmp_path)
    assert path in [where for where, _message in problems_of(pareto_checkout, older_app)]
    assert state(tmp_path) == before


def test_a_folder_in_the_place_of_a_file_stops_everything(older_app, pareto_checkout):
    Path("tools/new.py").mkdir()
    assert problems_of(pareto_checkout, older_app) == [("tools/new.py", "is a folder, and Pareto has a file of this name")]


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
def test_what_is_no_checkout_of_pareto_is_refused_in_a_sentence(older_app, pareto_checkout, tmp_path, checkout, message):
    (path, told), = problems_of(checkout(pareto_checkout, tmp_path), older_app)
    assert path == "" and message in told


def test_a_missing_checkout_is_reported_with_the_command(older_app, pareto_checkout):
    with pytest.raises(Problems, match="from= does not name a checkout of Pareto\n  hint: make upgrade from="):
        upgrade_pareto.main([])
