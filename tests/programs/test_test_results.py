"""build/tests/junit.xml: the results of a test run, for a build server to read."""
import json
import os
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import run_tests
from kit.problems import Problems
from testkit.app import App
from tests.fixtures.deploys import APP
from tests.fixtures.paths import ROOT
from tests.fixtures.terminals import terminal_output
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.deployed_apps", "tests.fixtures.programs"]

INDEX = '"""Hello, a lambda.\n\ninfra: {}\n"""\nimport json\n\n\ndef handler(event, context):\n    return json.loads(event["body"])\n'
TEST = "def test_pass(call):\n    assert call({\"body\": \"1\"}) == 1\n\n\ndef test_fail(call):\n    call({\"body\": \"no\"})\n"
INI = f"""[pytest]
python_files = test.py test_*.py
addopts = --import-mode=importlib -p testkit.plugin
pythonpath = . {ROOT / "tools"}
"""


@pytest.fixture
def project(own_folder):
    """The working directory: an app with one lambda, of whose two tests one fails; tests/ is Pareto's."""
    write_files({"lambdas/hello/index.py": INDEX, "lambdas/hello/test.py": TEST, "app.yaml": "name: demo\n",
                 "pytest.ini": INI, "tests/test_tools.py": "def test_of_pareto():\n    pass\n",
                 "build/app.json": ""})
    Path("build/app.json").write_text(json.dumps(App(own_folder).model))


def results(run, *options):
    """{"test_pass": "passed", "test_fail": "failure"}: junit.xml after a run of the tool."""
    done = run(ROOT / "tools/run_tests.py", "build/app.json", *options, PYTEST_XDIST_AUTO_NUM_WORKERS="1")
    assert done.returncode == 1, done.stdout + done.stderr
    assert Path(run_tests.RESULTS).stat().st_mode & 0o077 == 0  # only the owner can read it
    assert "return json.loads(event" in done.stdout and "call({" in done.stdout
    assert "raw_decode" not in done.stdout and "testkit/lambdas.py" not in done.stdout  # of a traceback the app's lines
    cases = ElementTree.parse("build/tests/junit.xml").iter("testcase")
    return {case.get("name"): "passed" if len(case) == 0 else case[0].tag for case in cases}


@pytest.mark.parametrize("options, pareto", [
    ([], {}), (["--name", "hello"], {}), (["--all"], {"test_of_pareto": "passed"})])
def test_a_run_writes_its_results_for_its_owner_where_a_build_server_finds_them(project, warm_python, options, pareto):
    assert results(warm_python, *options) == {"test_pass": "passed", "test_fail": "failure", **pareto}


def test_an_app_without_a_test_is_told_what_a_test_is(project, capsys):
    Path("lambdas/hello/test.py").unlink()
    line = "lambdas has no test: a file test.py or test_*.py beside an index.py has tests (docs/testing.md)"
    for name, more in ((None, ""), ("hello_test.py", "; lambdas/hello/hello_test.py has another name")):
        if name:
            Path("lambdas/hello", name).write_text(TEST)
        run_tests.main(["build/app.json"])
        assert capsys.readouterr().err == f"{line}{more}\n"


def test_a_terminal_gets_no_command_of_an_exception(project):
    title = "\x1b]0;title\x07"
    Path("lambdas/hello/test.py").write_text(f"def test_title(call):\n    call({{'body': {title!r}}})\n")
    Path("lambdas/hello/index.py").write_text(INDEX.replace("return json", "raise ValueError(event['body'])\n    return json"))
    shown = terminal_output([sys.executable, ROOT / "tools/run_tests.py", "build/app.json", "--name", "hello"],
                            env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})
    assert r"ValueError: \x1b]0;title\x07" in shown and title not in shown
    assert "\x1b[31m" in shown  # colours stay


def test_make_test_pareto_writes_the_same_file():
    [command] = [line for line in (ROOT / "Makefile").read_text().splitlines() if "-m pytest" in line]
    assert f" --junitxml={run_tests.RESULTS} " in command


def test_tests_are_all_or_one_lambdas(app_model_folder):
    passed = ["--continue-on-collection-errors", "--passed", "build/tests/passed.json"]
    assert run_tests.arguments(APP, "", ["lambdas/hello/test.py"]) == [*passed, "lambdas/hello/test.py"]
    assert run_tests.arguments(APP, "", ["tests"]) == ["-n", "auto", "--dist", "loadfile", *passed, "tests"]
    with pytest.raises(Problems, match="lambdas/hello/test.py: hello has no test"):
        run_tests.arguments(APP, "hello", [])
    Path("lambdas/hello").mkdir(parents=True)
    Path("lambdas/hello/test.py").touch()
    with pytest.raises(Problems, match="lambdas/hello/test.py: hello has no test"):
        run_tests.arguments(APP, "hello", [])
    Path("lambdas/hello/test.py").write_text("def test_it(call): pass\n")
    one = ["--passed", "build/tests/passed.json", "lambdas/hello/test.py"]
    assert run_tests.arguments(APP, "hello", []) == one
    Path("lambdas/hello/test_more.py").write_text("def test_more(call): pass\n")
    assert run_tests.arguments(APP, "hello", []) == [*one, "lambdas/hello/test_more.py"]
