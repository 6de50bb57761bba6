"""Files that an earlier version of Pareto left in build/ end no tool: `make upgrade` keeps build/."""
import json
from pathlib import Path

import pytest

import check_app
from testkit import results, test_keys


@pytest.mark.parametrize("content", [{}, {"digest": "1", "found": []}, []])
def test_a_result_of_cfn_lint_in_an_older_form_is_no_result(tmp_path, content):
    (tmp_path / "check.linted").write_text(json.dumps(content))
    assert check_app.linted(str(tmp_path / "check.linted")) == {}


def test_a_result_of_this_version_is_used(tmp_path):
    content = {"digest": "1", "findings": []}
    (tmp_path / "check.linted").write_text(json.dumps(content))
    assert check_app.linted(str(tmp_path / "check.linted")) == content


@pytest.mark.parametrize("content, passed, failed", [
    ({"asked": {"a": "1"}, "passed": {"b": "2"}, "failed": {"c": "3"}}, {"b": "2"}, {"c": "3"}), ({}, {}, {})])
def test_the_results_of_tests_are_read_whatever_else_an_older_form_has(own_folder, content, passed, failed):
    Path(test_keys.RECORD).parent.mkdir(parents=True)
    Path(test_keys.RECORD).write_text(json.dumps(content))
    results.PassedFiles(test_keys.RECORD).pytest_sessionfinish(0)
    assert [test_keys.record("passed"), test_keys.record("failed")] == [passed, failed]
