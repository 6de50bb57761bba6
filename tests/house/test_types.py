"""mypy reads the types of tools/: .ci/run checks them, and a developer may too (docs/changing-pareto.md)."""
import ast
import subprocess
import sys

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import tree_of


def errors(*arguments, cwd):
    """What mypy prints: a line for each error, and a summary."""
    done = subprocess.run([sys.executable, "-m", "mypy", *arguments], cwd=cwd, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()[:-1]


MODULES = {
    "key": ("from aws.app import Lambda\n\n\ndef f(fn: Lambda) -> str:\n    return fn['nmae']\n", "has no key"),
    "match": ("import re\n\nRATE = re.match('a', 'b')[0]\n", "is not indexable"),
    "argument": ("from kit import names\n\nSTACK = names.stack('demo')\n", "Missing positional argument"),
    "client": ("import boto3\n\nCLIENT = boto3.client('s3')\n", None),
}


@pytest.fixture(scope="module")
def error_lines(tmp_path_factory):
    """What mypy prints of MODULES, read in one run: its types of Python's library take most of the time."""
    folder = tmp_path_factory.mktemp("types")
    for path in ("kit/names.py", "aws/app.py"):
        (folder / path).parent.mkdir()
        (folder / path).write_text((ROOT / "tools" / path).read_text())
    for name, (text, _error) in MODULES.items():
        (folder / f"{name}_example.py").write_text(text)
    return errors("--config-file", str(ROOT / "mypy.ini"), "--cache-dir", str(folder / "cache"),
                  *(f"{name}_example.py" for name in MODULES), cwd=folder)


@pytest.mark.parametrize("name", MODULES)
def test_mypy_reads_the_types_of_tools(error_lines, name):
    error = MODULES[name][1]
    lines = [line for line in error_lines if line.startswith(f"{name}_example.py:")]
    assert [error in line for line in lines] == ([True] if error else [])


def test_mypy_finds_no_more_in_these_modules(error_lines):
    assert len(error_lines) == len([name for name in MODULES if MODULES[name][1]])


# Packages whose functions others call: nearly all of their functions declare what they return.
ROOMS = ["kit", "scan", "recipes", "push", "project", "domain", "website", "userpool"]
LEAST = 0.9


def public_functions(path):
    """The functions of a module that other modules may call, without context managers and decorators."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.decorator_list:
            yield node


@cases("room", ROOMS)
def test_functions_declare_what_they_return(room):
    functions = {f"{path.stem}.{function.name}": function.returns is not None
                 for path in (ROOT / "tools" / room).rglob("*.py") if "code" not in path.parts
                 for function in public_functions(path)}
    assert sum(functions.values()) / len(functions) >= LEAST, sorted(name for name in functions if not functions[name])
