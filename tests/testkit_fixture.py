"""Small apps for the tests of the test kit: written to a folder, scanned, and put into moto."""
import textwrap

import pytest

from testkit.app import App
from testkit.mock import mocked
from testkit.world import World

IMPORTS = "import json, os, time\n\nimport boto3\n"


def source(infra, code):
    """A handler's file; line 3 is `infra:`, and line 3 + n the n-th line of the block."""
    block = textwrap.indent(textwrap.dedent(infra).strip(), "  ")
    return f'"""A lambda.\n\ninfra:\n{block}\n"""\n{IMPORTS}\n{textwrap.dedent(code)}'


@pytest.fixture
def written(tmp_path, monkeypatch):
    """written(hello=(infra, code), ...): the World of an app of these lambdas; the first is the one under test."""
    monkeypatch.syspath_prepend(tmp_path)

    def world(settings="", modules=(), **lambdas):
        (tmp_path / "app.yaml").write_text(f"name: demo\npackage: handlers\n{settings}")
        for name, parts in lambdas.items():
            folder = tmp_path / "handlers" / name
            folder.mkdir(parents=True)
            (folder / "index.py").write_text(source(*parts))
        for name, text in dict(modules).items():
            (tmp_path / "handlers" / f"{name}.py").write_text(text)
        return World(App(tmp_path), next(iter(lambdas)))

    with mocked():
        yield world


def said(function, *args, **more):
    """What a call that must fail the test says."""
    with pytest.raises(pytest.fail.Exception) as caught:
        function(*args, **more)
    return str(caught.value).split("\n")
