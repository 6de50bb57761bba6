"""Runs the checks on an app of a few files, in this process and without cfn-lint."""
import pytest

from checks import load, report
from scan.scanning import scan

SETTINGS = "name: demo\n"


def write(folder, texts):
    """Writes files below a folder: {"lambdas/a/index.py": text}, and app.yaml if it is missing.

    It deletes the lambdas of an earlier app there: the rules of one app match the events of the other.
    """
    for path in folder.glob("lambdas/*/index.py"):
        if path.relative_to(folder).as_posix() not in texts:
            path.unlink()
    for path, text in {"app.yaml": SETTINGS, **texts}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def problems(folder, monkeypatch, texts, ids=None):
    """[Problem] of an app of these files, in a folder that becomes the current one and is overwritten."""
    write(folder, texts)
    monkeypatch.chdir(folder)
    model = scan("lambdas", "app.yaml", {}, {})
    return report.problems(load.subject(model, "app.yaml", {})[0], ids)


def without_flows(ids):
    """The ids without those of flows: a lambda alone emits events without a rule, and has rules without an event."""
    return {id_ for id_ in ids if not id_.startswith("P8")}


def ids_of(problems_):
    """The ids of problems, each once: ["P301"]."""
    return sorted({problem.message[1:5] for problem in problems_})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all apps of a module: deleting hundreds takes longer than checking them."""
    return tmp_path_factory.mktemp("checked")
