"""What a test file does at its top, before any test runs."""
import importlib
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest

from checks import python_versions
from testkit import mock, plugin, unimported
from tests.fixtures.cases import cases


def test_a_session_that_a_test_file_made_before_moto_was_imported_is_not_used(monkeypatch):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", object())
    importlib.reload(mock)
    assert boto3.DEFAULT_SESSION is None


@cases("error, failed, hints", [
    ("lambdas/hello/index.py:11: in <module>\nE   KeyError: 'DEMO_TABLE'", True, ["hint"]),
    ("lambdas/hello/test.py:11: in <module>\nE   KeyError: 'DEMO_TABLE'", True, []),
    ("lambdas/hello/index.py:11: in <module>\nE   NameError: x", True, []),
    (None, False, []),
])
def test_an_import_of_a_handler_that_reads_a_variable_gets_a_hint(error, failed, hints):
    report = SimpleNamespace(failed=failed, longrepr=error, sections=[])
    root = Path("/app")
    hook = plugin.pytest_make_collect_report(SimpleNamespace(config=SimpleNamespace(rootpath=root), path=root / "test.py"))
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(SimpleNamespace(exception=None, get_result=lambda: report))
    assert [title for title, _text in report.sections] == hints


@cases("text, expected", [
    ("No module named 'index'", "use the fixture `index`, or `call(event)`: the folder of a lambda is not on sys.path"),
    ("No module named 'prices'", "from lambdas.hello import prices"),
    ("No module named 'requests'", ""), ("NameError: index", ""),
])
def test_an_import_of_a_file_beside_the_test_names_its_package(text, expected, tmp_path):
    folder = tmp_path / "lambdas/hello"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("index", "prices"):
        (folder / f"{name}.py").touch()
    assert unimported.hint(f"E   ModuleNotFoundError: {text}", folder / "test.py", tmp_path) == expected


def test_a_test_file_that_is_no_python_is_a_problem_at_its_line():
    with pytest.raises(SyntaxError) as raised:
        compile("a = 1\ndef test_a(:\n    pass", "/app/lambdas/hello/test.py", "exec")
    with pytest.raises(pytest.Collector.CollectError) as collecting:
        raise pytest.Collector.CollectError("in Python's own words") from raised.value
    assert unimported.syntax_problem(collecting.value, "/app").splitlines() == [
        "lambdas/hello/test.py:2: not Python: invalid syntax", "  hint: the tests of this file did not run"]
    assert unimported.syntax_problem(ValueError(), "/app") == unimported.syntax_problem(None, "/app") == ""


@cases("text, minor, expected", [
    ("module 'itertools' has no attribute 'batched'", 11, "3.12"), ("module 'itertools' has no attribute 'batched'", 12, ""),
    ("cannot import name 'batched' from 'itertools' (unknown location)", 11, "3.12"),
    ("name 'PythonFinalizationError' is not defined", 12, "3.13"), ("name 'batched' is not defined", 11, ""),
    ("module 'itertools' has no attribute 'batches'", 11, ""), ("No module named 'index'", 11, ""),
])
def test_a_name_of_a_newer_python_than_that_of_the_tests_has_a_hint(text, minor, expected):
    newer = unimported.newer_python(f"AttributeError: {text}", minor)
    assert f"python{expected}`" in newer if expected else newer == ""


def test_a_failed_test_shows_the_hint_about_a_newer_python(monkeypatch):
    monkeypatch.setattr(python_versions, "SINCE", {"itertools.of_tomorrow": 99})
    error = AttributeError("module 'itertools' has no attribute 'of_tomorrow'")
    unimported.add_hint(error)
    assert "Python 3.99 added itertools.of_tomorrow" in error.__notes__[0]
