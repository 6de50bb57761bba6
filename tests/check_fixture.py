"""Runs the checks on an app of a few files, in this process and without cfn-lint."""
import pytest

from checks import gather, report
from scan.scanning import scan

SETTINGS = "name: demo\n"


def write(folder, texts):
    """Put files below a folder: {"lambdas/a/index.py": text}; app.yaml is added if it is missing.

    Lambdas of another app that stood there go: one app's rules hear what the other tells.
    """
    for path in folder.glob("lambdas/*/index.py"):
        if path.relative_to(folder).as_posix() not in texts:
            path.unlink()
    for path, text in {"app.yaml": SETTINGS, **texts}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def problems(folder, monkeypatch, texts, ids=None):
    """[Problem] of an app of these files, below a folder that becomes the current one and is written over."""
    write(folder, texts)
    monkeypatch.chdir(folder)
    model = scan("lambdas", "app.yaml", {}, {})
    return report.problems(gather.subject(model, "app.yaml", {})[0], ids)


def without_flows(ids):
    """Those ids that are not of flows: a lambda alone emits what nobody hears, and hears what nobody emits."""
    return {id_ for id_ in ids if not id_.startswith("P8")}


def ids_by_line(findings):
    """The ids of problems, each once: ["P301"]."""
    return sorted({finding.message[1:5] for finding in findings})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all apps of a module: to delete hundreds takes longer than to check them."""
    return tmp_path_factory.mktemp("checked")
