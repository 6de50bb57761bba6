"""Runs the checks on an app of a few files, in this process and without cfn-lint."""
import pytest

from checks import gather, report
from scan_infra import scan

SETTINGS = "name: demo\n"


def write(folder, texts):
    """Put files below a folder: {"lambdas/a/index.py": text}; app.yaml is added if it is missing."""
    for path, text in {"app.yaml": SETTINGS, **texts}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def problems(folder, monkeypatch, texts, ids=None):
    """[Problem] of an app of these files, below a folder that becomes the current one and is written over."""
    write(folder, texts)
    monkeypatch.chdir(folder)
    model = scan("lambdas", "app.yaml", {}, {})
    return report.problems(gather.subject(model, "app.yaml", {})[0], ids)


def told(found):
    """The ids of problems, each once: ["P301"]."""
    return sorted({one.message[1:5] for one in found})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all apps of a module: to delete hundreds takes longer than to check them."""
    return tmp_path_factory.mktemp("checked")
