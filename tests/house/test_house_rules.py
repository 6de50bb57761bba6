"""The house rules, kept by a test instead of by memory."""
import ast
import re
import subprocess
import sys

import pytest

from interpreter.sources import every_node
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import MODULES, by_module, imports, tree_of

TOOLS = {path.stem for path in (ROOT / "tools").glob("*.py")}
IMPURE = {"boto3", "os", "random", "subprocess", "time", "uuid"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_LINE = 250, 40, 120
BANNED = re.compile(r"^_?(get|make|init|handle)_|utils|helpers|(^|_)common($|_)|(^|_)manager($|_)")
OVERRIDDEN = {"get_backend_for_host", "get_application", "get_service_from_path", "_get_body", "handle_expect_100"}  # names of moto and http.server
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def functions(tree):
    """[(function, whether it is inside another)] of a module."""
    nodes = [node for node in every_node(tree) if isinstance(node, FUNCTIONS)]
    return [(node, any(outer.lineno < node.lineno <= outer.end_lineno for outer in nodes)) for node in nodes]


def module_problems(path, text, tree):
    """[problem]: the rules that a module breaks.

    path  from tools/ on: its parts tell whether it is a tool or a recipe
    """
    imported = set(imports(tree))
    roots = {name.split(".")[0] for name in imported}
    lines = text.split("\n")
    problems = [] if ast.get_docstring(tree) else ["say in one line what the module is for"]
    problems += ["split it"] * (len(lines) - 1 > LONGEST_FILE)
    problems += [f"line {number} is {len(line)} long" for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    problems += ["name what you import"] * any(name.endswith("*") for name in imported)
    problems += [f"a tool imports {name}: share it in kit/" for name in roots & TOOLS if len(path.parts) == 1]
    problems += [f"a name to avoid: {path.stem}"] * bool(BANNED.search(path.stem))
    if path.parts[0] == "recipes" and "code" not in path.parts:
        problems += [f"a recipe only computes, and imports {name}" for name in roots & IMPURE]
    for node in every_node(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            problems.append("dispatch with a dict")
    for function, inside in functions(tree):
        problems += [f"{function.name}: {problem}" for problem in function_problems(function, inside)]
    return problems


def function_problems(function, inside):
    """[problem]: the rules that a function breaks."""
    defaults = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
    free = inside or function.name in ("main", "handler") or function.name.startswith("__")
    problems = ["split it"] * (function.end_lineno - function.lineno >= LONGEST_FUNCTION)
    problems += ["a default that all calls share"] * any(isinstance(default, (ast.List, ast.Dict, ast.Set)) for default in defaults)
    problems += ["a name to avoid"] * (function.name not in OVERRIDDEN and bool(BANNED.search(function.name)))
    return problems + ["say what its name does not"] * (not free and not ast.get_docstring(function))


def test_every_module_keeps_the_rules():
    assert by_module(lambda path: module_problems(path.relative_to(ROOT / "tools"), path.read_text(), tree_of(path))) == {}


GOOD = '"""Doc."""\n'


@cases("path, text, expected", [
    ("x_y.py", GOOD + 'def f(a=None):\n    """Doc."""\n', []),
    ("x_y.py", GOOD + "def main(argv):\n    def inner():\n        pass\n", []),
    ("x_y.py", "x = 1\n", ["say in one line what the module is for"]),
    ("x_y.py", GOOD + "def f():\n    pass\n", ["f: say what its name does not"]),
    ("x_y.py", GOOD + 'def get_f(a=[], *, b={}):\n    """Doc."""\n', ["get_f: a default that all calls share",
                                                   "get_f: a name to avoid"]),
    ("x_y.py", GOOD + "from kit.names import *\n", ["name what you import"]),
    ("x_y.py", GOOD + "import deploy_stack\n", ["a tool imports deploy_stack: share it in kit/"]),
    ("kit/utils.py", GOOD, ["a name to avoid: utils"]),
    ("kit/x.py", GOOD + "import time\nexec('1')\n", ["dispatch with a dict"]),
    ("recipes/x.py", GOOD + "import time\n", ["a recipe only computes, and imports time"]),
    ("recipes/code/x.py", GOOD + "import time\n", []),
    ("x_y.py", GOOD + "#" * 121 + "\n" * 250, ["split it", "line 2 is 121 long"]),
])
def test_a_broken_rule_is_reported(path, text, expected):
    assert module_problems(ROOT.joinpath(path).relative_to(ROOT), text, ast.parse(text)) == expected


def findings(*arguments, **options):
    """What ruff prints: a line for each finding."""
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "--output-format=concise"]
    done = subprocess.run([*ruff, *arguments], capture_output=True, text=True, **options)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def test_ruff_finds_nothing():
    assert findings(cwd=ROOT) == []


@pytest.mark.parametrize("path, text, lines", [
    ("tools/kit/x.py", "import os\n", ["tools/kit/x.py:1:8: F401 [*] `os` imported but unused"]),
    ("tests/test_x.py", "import os\n", ["tests/test_x.py:1:8: F401 [*] `os` imported but unused"]),
    ("bench/x.py", f"x = 1  # {'-' * 120}\n", []),
    ("lambdas/x/index.py", "import os\n", []),
    ("tests/example/lambdas/x/index.py", "import os\n", []),
])
def test_ruff_reads_the_code_of_pareto_and_not_that_of_the_app(tmp_path, path, text, lines):
    (tmp_path / "ruff.toml").write_text((ROOT / "ruff.toml").read_text())
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)
    assert findings(cwd=tmp_path) == lines


def test_no_tool_hides_a_module_of_python():
    beside_the_tools = {path.stem for path in (ROOT / "tools").iterdir()}
    assert not beside_the_tools & sys.stdlib_module_names


def test_a_tool_is_called_by_a_verb_and_a_noun():
    assert [name for name in TOOLS if not re.fullmatch("[a-z]+(_[a-z]+)+", name)] == []


def test_every_tool_runs_alone():
    for path in (ROOT / "tools").glob("*.py"):
        assert path.read_text().startswith("#!/usr/bin/env python3\n") and path.stat().st_mode & 0o111, path


def test_every_tool_stops_as_tools_do():
    for path in (ROOT / "tools").glob("*.py"):
        assert path.read_text().endswith((')\n',)) and "if __name__ == \"__main__\":" in path.read_text(), path


def test_every_tool_has_a_target_and_every_target_for_people_has_help():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)$", text, re.M)) - {"force"}
    helped = set(re.findall(r"^([a-z-]+):.* ## ", text, re.M))
    assert phony == helped
    assert TOOLS - set(re.findall(r"tools/(\w+)\.py", text)) == set()


PACKAGES = sorted(path.parent for path in (ROOT / "tools").rglob("__init__.py"))


MODULE_LINE = re.compile(r"^    ((?:\w+/?, )*\w+/?) +(\S.*)$", re.M)  # `    name   what the module has`, or `    name, name   ...`


def module_list_problems(doc, modules):
    """[problem] of the list of modules in a package's docstring: a module without a line, a line that is cut off."""
    lines = [(re.split("/?, |/$", names), text) for names, text in MODULE_LINE.findall(doc)]
    listed = {name for names, _ in lines for name in names}
    return [f"{name} has no line" for name in sorted(modules - listed)] + [
        f"{names[0]}: a line that ends in {text[-1]}" for names, text in lines if modules & {*names} and text[-1] in ":;,"]


@cases("package", PACKAGES)
def test_the_docstring_of_a_package_has_a_line_for_each_module(package):
    doc = ast.get_docstring(tree_of(package / "__init__.py"), clean=False)
    modules = {path.stem for path in package.glob("[!_]*.py")} | {path.parent.name for path in package.glob("*/__init__.py")}
    assert module_list_problems(doc, modules) == []


@cases("lines, problems", [
    ("    rule   EventBridge rules\n    iam/   permissions", []),
    ("    iam, rule   permissions and rules", []),
    ("    rule   the rule of iam", ["iam has no line"]),
    ("    rule   events:\n    iam   permissions;", ["rule: a line that ends in :", "iam: a line that ends in ;"]),
])
def test_a_module_without_a_whole_line_is_a_problem(lines, problems):
    assert module_list_problems(f"Doc.\n\n{lines}\n", {"rule", "iam"}) == problems


# Names that tell no content. Names say what a thing is: docs/changing-pareto.md has the glossary.
VAGUE = set("said told one found asked held made kept each heard named known there here look given wrong other place way what "
            "odd like wanted rest left right inner some thing words deed".split())
VAGUE_SHARE = 0.01


def names_in(tree):
    """The names of variables, parameters, functions and classes of a module, each as often as it occurs."""
    for node in every_node(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.name


def vague_names(tree):
    """(number of vague names, number of names) of a module."""
    names = [name.strip("_") for name in names_in(tree)]
    return sum(name in VAGUE for name in names), len(names)


def test_names_describe_their_content():
    modules = [path for path in MODULES if "code" not in path.parts]  # recipes/code stands in templates, byte for byte
    counts = {path: vague_names(tree_of(path)) for path in modules}
    vague, total = (sum(column) for column in zip(*counts.values()))
    worst = sorted(counts, key=lambda path: -counts[path][0])[:10]
    assert vague / total < VAGUE_SHARE, [f"{path.relative_to(ROOT)}: {counts[path][0]}" for path in worst]


def test_a_vague_name_is_counted():
    assert vague_names(ast.parse("def told(each, rule):\n    return each + rule\n")) == (3, 5)
