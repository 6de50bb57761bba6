"""A lambda whose folder cannot be read, or whose index.py has another spelling, is no lambda that was deleted."""
import os
from pathlib import Path

import pytest

from kit.problems import Problems
from scan import package, scanning


@pytest.fixture(autouse=True)
def app(tmp_path, monkeypatch):
    """A package with one lambda."""
    monkeypatch.chdir(tmp_path)
    Path("lambdas/pay").mkdir(parents=True)
    Path("lambdas/pay/index.py").touch()


@pytest.mark.parametrize("name, target", [("refund", "/absent/refund"), ("pay/refund", "refund"), ("pay/data.json", "../data.json"),
    ("pay/dates.py", "dates.py")])
def test_a_link_to_nothing_is_a_problem(name, target):
    os.symlink(target, f"lambdas/{name}")
    with pytest.raises(Problems) as raised:
        package.tree("lambdas")
    assert str(raised.value) == f"lambdas/{name}: a link to nothing\n  hint: restore its target, or remove the link"


def test_a_layer_that_is_a_link_to_itself_is_none(app):
    os.mkdir("layers")
    os.symlink("web", "layers/web")
    assert scanning.layers("") == set()


@pytest.mark.parametrize("name", ["Index.py", "INDEX.py"])
def test_an_index_in_capitals_is_a_problem(name):
    Path("lambdas/refund").mkdir()
    Path("lambdas/refund", name).touch()
    folders = package.tree("lambdas")
    assert [(problem.path, problem.hint) for problem in package.folder_problems("lambdas", folders, "demo")] == [
        (f"lambdas/refund/{name}", "rename it to index.py")]
