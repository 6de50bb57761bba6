"""A pipe, a device or a file of ten gigabytes where a person's file is expected: a problem, and nothing waits for it."""
import os
from pathlib import Path

import pytest

from kit.problems import Problems
from push import zips
from scan.scanning import scan
from testkit import test_keys
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of

HELLO = '"""\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return event\n'


@pytest.fixture(autouse=True)
def project(own_folder):
    """An app with a lambda hello."""
    Path("app.yaml").write_text("name: demo\n")
    for folder in ("lambdas/hello", "lambdas/new", "words"):
        Path(folder).mkdir(parents=True)
    Path("lambdas/hello/index.py").write_text(HELLO)


def sparse(path):
    """A file that is said to have ten gigabytes."""
    with open(path, "wb") as file:
        file.truncate(10 << 30)


def scanned():
    """The app model."""
    return scan(None, "app.yaml", {}, {})


@cases("path, create, message", [
    ("lambdas/new/index.py", os.mkfifo, "lambdas/new/index.py: is no file\n  hint: a pipe, a socket or a device"),
    ("lambdas/new/index.py", sparse, "lambdas/new/index.py: is larger than 64 MB\n  hint: is it the right file?"),
    ("lambdas/new/index.py", lambda path: os.symlink("/dev/zero", path),
     "lambdas/new/index.py: is larger than 64 MB\n  hint: is it the right file?"),
    ("resources.yaml", os.mkfifo, ""), ("words/mine.py", os.mkfifo, ""), ("lambdas/new/data.json", os.mkfifo, "")])
def test_the_scan_waits_for_no_file(path, create, message):
    create(path)
    if message:
        assert str(problems_of(scanned)) == message
    else:
        assert list(scanned()["lambdas"]) == ["hello"]
    os.remove(path)


def test_a_file_beyond_lambdas_limit_is_not_searched_for_secrets(monkeypatch):
    sparse("lambdas/hello/data.json")
    monkeypatch.setattr(zips.publishing, "problems", lambda path, *_more, **_others: pytest.fail(path) if "data" in path else [])
    with pytest.raises(Problems, match="larger than 250 MB"):
        zips.files_by_lambda(scanned())


def test_the_key_of_a_test_waits_for_no_pipe():
    os.mkfifo("pipe")
    assert test_keys.content("pipe") == b"pipe"
