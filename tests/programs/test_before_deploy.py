"""Before a deploy: failing checks and tests are listed; the local cloud goes on, every other stage asks."""
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import check_app
import deploy_stack
from kit import files, settings
from kit.problems import Problem, Problems
from scan import scanning
from testkit import test_keys
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.programs"]

GOOD = '"""Fine.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return {}\n'
BAD = GOOD.replace("return {}", "return undefined_name")
CONTINUES = "the deploy to the local cloud continues\n"
TEST = "lambdas/hello/test.py"


@pytest.fixture
def project(own_folder):
    """write(index.py) -> build/app.json of an app with one lambda; the working directory."""
    Path("lambdas/hello").mkdir(parents=True)
    Path("app.yaml").write_text("name: demo\n")
    Path(TEST).write_text("def test_x():\n    pass\n")

    def write(text):
        Path("lambdas/hello/index.py").write_text(text)
        app = scanning.scan("lambdas", settings.FILE, {}, {})
        files.write_json("build/app.json", app)
        return app
    return write


def failed(app, path=TEST):
    """Writes a record of failed tests, with the digests as they are now."""
    key = test_keys.keys(app, settings.read())[path]
    files.write_json(test_keys.RECORD, {"to_run": {}, "passed": {}, "failed": {path: key}})


COMMAND = (ROOT / "tools/check_app.py", "build/app.json", "--before-deploy")


@pytest.fixture
def run(warm_python):
    """run(argument, ...) -> (exit, stderr) of the tool, with nobody at the terminal."""
    def check(*more):
        done = warm_python(*COMMAND, *more)
        return done.returncode, done.stderr
    return check


def test_an_app_without_findings_has_no_output(project, run):
    project(GOOD)
    assert run() == run("--stage", "dev") == (0, "")


def test_findings_are_listed_and_the_local_cloud_goes_on(project, run):
    project(BAD)
    code, err = run()
    assert code == 0 and re.fullmatch(r"lambdas/hello/index.py:8: \[P\d+\] [^\n]*undefined_name[^\n]*\n" + CONTINUES, err)


def test_what_stops_any_deploy_is_an_error_before_anything_is_uploaded(project, run):
    project(BAD.replace("    return", "    import os\n    os.environ['SLACK_URL']\n    return"))
    assert run("--stage", "dev", "--yes") == (1, "lambdas/hello/index.py:9: SLACK_URL has no value in stage dev\n"
                                                 "  hint: `export SLACK_URL=...`, or set it under `env:` in app.yaml\n")
    with pytest.raises(Problems, match="SLACK_URL has no value in stage dev"):  # as make watch calls it
        deploy_stack.main(["build/app.json", "build/dev/artifacts.json", "--stage=dev", "--push"])


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_another_stage_asks_and_without_a_terminal_is_a_problem(project, run, stage):
    project(BAD)
    code, err = run("--stage", stage)
    assert code == 1 and err.endswith(f"nobody is here to agree to deploy demo-{stage} though `make check` has 1 finding\n"
                                      "  hint: `yes=1` agrees\n")
    assert run("--stage", stage, "--yes")[0] == 0


@pytest.mark.parametrize("typed, code", [("demo-dev", 0), ("yes", 1), ("", 1)])
def test_a_person_agrees_by_the_stacks_name(project, typed, code):
    project(BAD)
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode() + b"\n")
    done = subprocess.run([sys.executable, *COMMAND, "--stage", "dev"], stdin=theirs, capture_output=True)
    assert done.returncode == code
    os.close(ours)
    os.close(theirs)


def test_failed_tests_are_listed_until_something_changes(project, run):
    app = project(GOOD)
    failed(app)
    line = f"{TEST}: its tests failed the last time, and nothing changed since: `make test`\n"
    assert run() == (0, line + CONTINUES)
    code, err = run("--stage", "dev")
    assert code == 1 and err.startswith(line) and "though the tests of 1 file fail\n" in err
    project(GOOD + "# mended\n")
    assert run() == (0, "")


def test_the_report_before_a_deploy_is_short():
    found = [Problem("a.py", line, "[P1] wrong\n  AWS: no", "mend it") for line in range(1, 6)]
    assert check_app.report_lines(found, ["b.py"]) == [
        "a.py:1: [P1] wrong", "a.py:2: [P1] wrong", "a.py:3: [P1] wrong", "and 2 more: `make check`",
        "b.py: its tests failed the last time, and nothing changed since: `make test`"]
    assert check_app.report_lines([], list("abcd"))[-1] == "and 1 more files: `make test`"
    assert check_app.counted(found, ["b.py"]) == "`make check` has 5 findings and the tests of 1 file fail"


def test_a_run_of_the_tests_leaves_the_record(project, warm_python):
    app = project(GOOD)
    Path(TEST).write_text("def test_x():\n    assert False\n")
    app = project(GOOD)
    ini = Path("pytest.ini")
    ini.write_text("[pytest]\npython_files = test.py\naddopts = --import-mode=importlib -p testkit.plugin\n"
                   f"pythonpath = . {ROOT / 'tools'}\n")
    tests = (ROOT / "tools/run_tests.py", "build/app.json", "--name", "hello")
    assert warm_python(*tests).returncode == 1
    assert test_keys.failing(app, settings.read()) == [TEST]
    Path(TEST).write_text("def test_x():\n    pass\n")
    assert test_keys.failing(app, settings.read()) == []
    assert warm_python(*tests).returncode == 0
    assert json.loads(Path(test_keys.RECORD).read_text())["failed"] == {}
