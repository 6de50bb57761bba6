"""mypy finds nothing in tools/. It is installed by .ci/run, and by a developer who wants it (docs/changing-pareto.md)."""
import ast
import importlib.util
import subprocess
import sys

import pytest

from tests.fixtures.paths import ROOT

INSTALLED = importlib.util.find_spec("mypy") is not None
with_mypy = pytest.mark.skipif(not INSTALLED, reason=".venv/bin/python -m pip install -r .ci/requirements.txt")


def errors(*arguments, cwd):
    """What mypy prints: a line for each error, and a summary."""
    done = subprocess.run([sys.executable, "-m", "mypy", *arguments], cwd=cwd, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()[:-1]


@with_mypy
def test_mypy_finds_nothing():
    assert errors(cwd=ROOT) == []


@with_mypy
@pytest.mark.parametrize("text, error", [
    ("from aws.app import Lambda\n\n\ndef f(fn: Lambda) -> str:\n    return fn['nmae']\n", "has no key"),
    ("import re\n\nRATE = re.match('a', 'b')[0]\n", "is not indexable"),
    ("from kit import names\n\nSTACK = names.stack('demo')\n", "Missing positional argument"),
    ("import boto3\n\nCLIENT = boto3.client('s3')\n", None),
])
def test_mypy_reads_the_types_of_tools(tmp_path, text, error):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "names.py").write_text((ROOT / "tools/kit/names.py").read_text())
    (tmp_path / "aws").mkdir()
    (tmp_path / "aws" / "app.py").write_text((ROOT / "tools/aws/app.py").read_text())
    (tmp_path / "x.py").write_text(text)
    lines = errors("--config-file", str(ROOT / "mypy.ini"), "--cache-dir", str(tmp_path / "cache"), "x.py", cwd=tmp_path)
    assert [error in line for line in lines] == ([True] if error else [])


# Packages whose functions others call: nearly all of their functions declare what they return.
ROOMS = ["kit", "scan", "recipes", "push", "project", "domain", "website", "userpool"]
LEAST = 0.9


def public_functions(path):
    """The functions of a module that other modules may call, without context managers and decorators."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.decorator_list:
            yield node


@pytest.mark.parametrize("room", ROOMS)
def test_functions_declare_what_they_return(room):
    functions = {f"{path.stem}.{function.name}": function.returns is not None
                 for path in (ROOT / "tools" / room).rglob("*.py") if "code" not in path.parts
                 for function in public_functions(path)}
    assert sum(functions.values()) / len(functions) >= LEAST, sorted(name for name in functions if not functions[name])
