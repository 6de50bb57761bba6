"""The syntax of a handler is that of the app's runtime; warnings of Python about it are not printed."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.problems import Problems
from scan import scanning, source, syntax
from tests.fixtures.cases import cases
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT

HINT = "if Python {}, the runtime, can: `make clean all=1`, then `make local python=python{}`"


def problem_of(text, runtime):
    """(message, hint) of a text."""
    [[_line, message, hint]] = source.facts("lambdas/dates.py", text, runtime)["problems"] or [[0, "", ""]]
    return message, hint


# (Python that runs Pareto, line of code): only one of these versions is here, and it cannot parse its line.
NEW = {(3, 11): "type Pair = list[int]", (3, 12): "def f[T = int](): pass", (3, 13): "try:\n    x\nexcept A, B:\n    y"}


@pytest.mark.skipif(syntax.HERE not in NEW, reason="this Python parses everything")
def test_syntax_of_a_newer_runtime_is_not_called_no_python():
    here, there = syntax.HERE, (3, 14)
    message, hint = problem_of(NEW[here], there)
    assert message.startswith(f"Python 3.{here[1]}, on which Pareto runs here, cannot parse it: ")
    assert hint == HINT.format("3.14", "3.14")
    assert problem_of(NEW[here], here)[0].startswith("not Python: ")


@pytest.mark.skipif(syntax.HERE != (3, 11), reason="the lines are new for Python 3.11")
@cases("text, runtime, is_new", [
    ("def f[T](x: T): pass", (3, 13), True), ("class A[T]: pass", (3, 12), True), ("type A[T] = list[T]", (3, 12), True),
    ("x = f\"{d[\"a\"]}\"", (3, 12), True), ("x = f'{'\\n'.join(x)}'", (3, 13), True), ("x = Rf\"{a[\"b\"]}\"", (3, 12), True),
    ("x = t'{a}'", (3, 14), True), ("try:\n    x\nexcept A, B:\n    y", (3, 14), True),
    ("def f[T](x: T): pass", (3, 11), False), ("x = t'{a}'", (3, 13), False), ("type = (", (3, 13), False),
    ("try:\n    x\nexcept A, B:\n    y", (3, 13), False), ("def f(:", (3, 14), False), ("x =", (3, 13), False),
    ("return [", (3, 13), False)])
def test_only_what_may_be_new_syntax_is_called_so(text, runtime, is_new):
    assert problem_of(text, runtime)[0].startswith("Python 3.11" if is_new else "not Python: ")


@cases("text, runtime, message", [
    ("try:\n    x\nexcept* A:\n    y", (3, 10), "not Python 3.10: Exception groups are only supported in Python 3.11"),
    ("match x:\n    case 1:\n        y", (3, 9), "not Python 3.9: Pattern matching is only supported in Python 3.10"),
    ("x[*a]", (3, 10), "not Python 3.10: a starred expression here"), ("x[1, *a]", (3, 9), "not Python 3.9: a starred"),
    ("def f(*args: *T): pass", (3, 10), "not Python 3.10: a starred"), ("x[(1, *a)]", (3, 10), ""), ("x[f(*a)]", (3, 10), ""),
    ("x[*a]", (3, 11), ""), ("x = (", (3, 9), "not Python: "), ("try:\n    x\nexcept* A:\n    y", (3, 11), ""), ("x = 1", (3, 9), ""),
    ("def f(:", (3, 9), "not Python: ")])
def test_syntax_that_an_older_runtime_lacks_is_a_problem(text, runtime, message):
    found, _hint = problem_of(text, runtime)
    assert found.startswith(message) and bool(found) == bool(message)


def test_the_runtime_of_app_yaml_counts_also_when_only_it_changed(own_folder):
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/hello/index.py").write_text('"""Hello.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    try:\n'
                                              "        return 1\n    except* ValueError:\n        pass\n")
    cached = {}
    Path("app.yaml").write_text("name: demo\nruntime: python3.13\n")
    scanning.scan(None, "app.yaml", {}, cached)
    Path("app.yaml").write_text("name: demo\nruntime: python3.10\n")
    with pytest.raises(Problems, match="lambdas/hello/index.py:11: not Python 3.10: "):
        scanning.scan(None, "app.yaml", cached, {})


INDEX = '"""infra: {}\n\\d"""\nimport re\n\nDIGIT = re.compile("\\d")\nYEAR = 0x1for 2\n\n\ndef handler(event, context):\n    return DIGIT, YEAR\n'


@pytest.mark.parametrize("tool, args", [("scan_infra.py", ["-o", "build/app.json"]), ("check_app.py", ["build/app.json"])])
def test_python_prints_no_warning_about_a_handler(app_folder, tool, args):
    app_folder({"lambdas/x/index.py": INDEX})
    for name, arguments in {"scan_infra.py": ["-o", "build/app.json"], tool: args}.items():
        done = subprocess.run([sys.executable, "-W", "always", ROOT / "tools" / name, *arguments], capture_output=True, text=True,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=PATIENCE)
    assert "SyntaxWarning" not in done.stderr and "DeprecationWarning: invalid" not in done.stderr
