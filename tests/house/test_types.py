"""ty reads the types of tools/, by the settings of tools/ty.toml."""
import ast
import re
import subprocess

import ty

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import tree_of

LINE = re.compile(r"(.+?):\d+:\d+: \w+\[(.+?)\] ")
# {module: (its text, the rule of what ty finds in it, or none)}
EXAMPLES = {
    "key": ("from aws.app import Lambda\n\n\ndef f(fn: Lambda) -> str:\n    return fn['nmae']\n", ["invalid-typed-dict-key"]),
    "value": ("from aws.app import Lambda\n\n\ndef f(fn: Lambda) -> int:\n    return fn['name']\n",
              ["invalid-explicit-return"]),
    "match": ("import re\n\nRATE = re.match('a', 'b')[0]\n", ["not-subscriptable"]),
    "argument": ("from kit import names\n\nSTACK = names.stack('demo')\n", ["missing-argument"]),
    "attribute": ("from kit import names\n\nSTACK = names.stakc\n", ["missing-attribute"]),
    "client": ("import boto3\n\nCLIENT = boto3.client('s3')\n", []),
}


def test_ty_finds_errors_in_the_examples_and_none_in_tools(tmp_path):
    for name, (text, _rules) in EXAMPLES.items():
        (tmp_path / f"{name}.py").write_text(text)
    # One run for both: it reads the types of Python's library and of moto.
    done = subprocess.run([ty.find_ty_bin(), "check", "--project=tools", "--output-format=concise", "--no-progress",
                           "tools", tmp_path], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    rules = {str(tmp_path / f"{name}.py"): [] for name in EXAMPLES}
    for line in done.stdout.splitlines():
        if match := LINE.match(line):
            rules.setdefault(match[1], []).append(match[2])
    assert rules == {str(tmp_path / f"{name}.py"): expected for name, (_text, expected) in EXAMPLES.items()}, done.stdout


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
