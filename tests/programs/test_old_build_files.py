"""Files that an earlier version of Pareto left in build/ end no tool: `make upgrade` keeps build/."""
import json

import pytest

import check_app


@pytest.mark.parametrize("content", [{}, {"digest": "1", "found": []}, []])
def test_a_result_of_cfn_lint_in_an_older_form_is_no_result(tmp_path, content):
    (tmp_path / "check.linted").write_text(json.dumps(content))
    assert check_app.linted(str(tmp_path / "check.linted")) == {}


def test_a_result_of_this_version_is_used(tmp_path):
    content = {"digest": "1", "findings": []}
    (tmp_path / "check.linted").write_text(json.dumps(content))
    assert check_app.linted(str(tmp_path / "check.linted")) == content
