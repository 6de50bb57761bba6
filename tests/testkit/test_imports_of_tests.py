"""What a test file does at its top, before any test runs."""
import importlib
from types import SimpleNamespace

import boto3
import pytest

from testkit import mock, plugin
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
    hook = plugin.pytest_make_collect_report(None)
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(SimpleNamespace(exception=None, get_result=lambda: report))
    assert [title for title, _text in report.sections] == hints
