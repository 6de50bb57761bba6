"""Files of build/ that are damaged, or that an older version wrote."""
import json
import os
import sys
import time
from pathlib import Path

import pytest

import check_app
import expand_template
import scan_infra
from aws.app_file import read_model
from kit import cli, files
from testkit import results, test_keys
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of

MODEL = "build/app.json"
AGAIN = f"\n  hint: `rm {MODEL}`, and make builds it again"


@pytest.fixture
def model(own_folder):
    """The app model of one lambda, as the scan wrote it into build/."""
    Path("app.yaml").write_text("name: demo\n")
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/hello/index.py").write_text(
        '"""\ninfra:\n  timer:\n    rate: 5 minutes\n"""\n\n\ndef handler(event, context):\n    return event\n')
    scan_infra.main(["-o", MODEL])
    return files.read_json(MODEL)


def damage(model, keys, value):
    """Writes the model with another value at the dotted keys; None removes them."""
    *above, last = keys.split(".")
    place = model = json.loads(json.dumps(model))
    for key in above:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    Path(MODEL).write_text(json.dumps(model))


@cases("keys, value, message", [
    ("lambdas", [], "lambdas is a list, not a mapping"),
    ("lambdas.hello", "x", "lambdas.hello is a text, not a mapping"),
    ("lambdas.hello.lines", {"": "1"}, "lambdas.hello.lines. is a text, not a whole number"),
    ("settings.region", 1, "settings.region is a whole number, not a text"), ("state.table", 7, "state.table is a whole number, not a mapping"),
])
def test_a_model_with_a_value_of_another_type_is_reported_with_its_key(model, keys, value, message):
    damage(model, keys, value)
    assert str(problems_of(read_model, MODEL)) == f"{MODEL}: {message}{AGAIN}"


def test_a_model_with_a_time_in_the_future_is_reported(model):
    os.utime(MODEL, (time.time() + 30,) * 2)
    assert read_model(MODEL) == model
    os.utime(MODEL, (time.time() + 1000,) * 2)
    assert str(problems_of(read_model, MODEL)) == (
        f"{MODEL}: its time is in the future, so make does not notice changes: the clock was set back\n"
        "  hint: `rm build/*.json`, then repeat the command")


EDITED = "is not as the scan wrote it, and cannot be used"


@cases("keys, value, message", [
    ("lambdas.hello.infra.timer", [], EDITED), ("lambdas.hello.infra.size", None, EDITED),
    ("lambdas.hello.infra.timer.rate", None, EDITED), ("lambdas", None, "lacks 'lambdas'"),
    ("lambdas.hello.env", [{}], "lambdas.hello.env.0 lacks 'file'"), ("settings.region", None, "settings lacks 'region'")])
def test_damage_that_only_its_use_shows_is_a_problem(model, monkeypatch, capsys, keys, value, message):
    damage(model, keys, value)
    monkeypatch.setattr(sys, "argv", ["expand_template.py", MODEL])
    with pytest.raises(SystemExit) as ended:
        cli.run(expand_template.main)
    assert (ended.value.code, capsys.readouterr().err) == (1, f"{MODEL}: {message}{AGAIN}\n")


def test_a_bug_of_pareto_keeps_its_traceback(model, monkeypatch):
    monkeypatch.setattr(expand_template, "expanded", lambda app, _parts: app["absent"])
    monkeypatch.setattr(sys, "argv", ["expand_template.py", MODEL])
    with pytest.raises(KeyError):
        cli.run(expand_template.main)


def test_a_lambda_that_was_removed_since_the_scan_is_reported_in_place_of_a_traceback(model, monkeypatch, capsys):
    Path("lambdas/hello").rename("lambdas/hi")
    monkeypatch.setattr(expand_template, "expanded", lambda app, _parts: app["absent"])
    monkeypatch.setattr(sys, "argv", ["expand_template.py", MODEL])
    with pytest.raises(SystemExit) as ended:
        cli.run(expand_template.main)
    assert (ended.value.code, capsys.readouterr().err) == (
        1, f"lambdas/hello/index.py: No such file or directory\n  hint: {cli.VANISHED}\n")


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
