"""The test kit in a run of pytest, and which tests a run leaves out: those that passed and of which nothing changed."""
import json
import os
import re
import shutil
from pathlib import Path

import pytest

import run_tests
from kit import files, settings
from testkit import test_keys
from testkit.app import App
from tests.fixtures.paths import ROOT
from tests.fixtures.tested_lambdas import source
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.programs"]
KEEP = 'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\ndef handler(event, context):\n    {}\n'
TEST = "def test_a_row_is_kept(call, table):\n    call({'n': 1.5})\n    assert len(table.rows()) == 1\n"
LAMBDAS = {
    "alone": ("{}", KEEP.format('table.put_item(Item={"pk": "a", "sk": "b"})')),
    "caller": ("{}", "from handlers import shared\n" + KEEP.format('print(os.environ["DEMO_CALLED_FUNCTION"])')),
    "called": ("{}", "def handler(event, context):\n    pass\n"),
    "hears": ("events: [{name: told, source: {type: bucket, name: demo}}]", "def handler(event, context):\n    pass\n"),
}


@pytest.fixture
def project(own_folder):
    """A project with four lambdas, a test each, and one of all of them; the working directory."""
    for name, parts in LAMBDAS.items():
        folder = own_folder / "handlers" / name
        folder.mkdir(parents=True)
        (folder / "index.py").write_text(source(*parts))
        (folder / "test.py").write_text(TEST)
    write_files({"handlers/shared.py": "", "handlers/test_all.py": "", "tests/test_tools.py": "",
                 "app.yaml": "name: demo\npackage: handlers\n"}, own_folder)
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, own_folder / name)
    (own_folder / "tools").mkdir()
    return own_folder


def keys():
    """The digests of the project now, each under a short name."""
    digests = test_keys.keys(App(Path.cwd()).model, settings.read())
    return {path.removeprefix("handlers/").removesuffix("/test.py"): key for path, key in digests.items()}


def changed(path, text):
    """What must run again after text is added to a file."""
    before = keys()
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as file:
        file.write(text)
    after = keys()
    return {name for name in after if before.get(name) != after[name]}


EVERY = {"alone", "caller", "called", "hears", "test_all.py"}
RULE = '"""A lambda.\n\ninfra: {events: [{name: x, topic: y}]}\n"""\ndef handler(event, context):\n    pass\n'


@pytest.mark.parametrize("path, text, again", [
    ("handlers/alone/index.py", "# more", {"alone", "test_all.py"}),
    ("handlers/alone/test.py", "# more", {"alone", "test_all.py"}),
    ("handlers/alone/rows.csv", "1,2", {"alone", "test_all.py"}),
    ("handlers/shared.py", "X = 1", {"caller", "test_all.py"}),
    ("handlers/rates.json", "1", {"caller", "test_all.py"}),  # beside shared.py
    ("handlers/called/index.py", "# more", {"caller", "called", "test_all.py"}),
    ("handlers/called/inner/index.py", LAMBDAS["alone"][1].join(['"""A.\n\ninfra: {}\n"""\nimport boto3, os\n', ""]),
     {"test_all.py"}),
    ("handlers/conftest.py", "", EVERY),
    ("handlers/new/index.py", RULE, EVERY),
    ("conftest.py", "# more", EVERY),
    ("tools/x.py", "", EVERY),
    ("app.yaml", "env: {A_B: c}\n", EVERY),
    ("tests/test_tools.py", "# more", set()),
    ("build/anything", "x", set()),
])
def test_what_changed_runs_again_and_nothing_else(project, path, text, again):
    assert changed(path, text) == again


def test_an_index_that_another_lambda_declares_is_a_change_of_the_table(project):
    (project / "handlers/hears/index.py").write_text(source(
        "indexes: [{name: owner, type: S, table: demo}]", LAMBDAS["hears"][1]))
    before = keys()
    (project / "handlers/hears/index.py").write_text(source("{}", LAMBDAS["hears"][1]))
    after = keys()
    assert {name for name in after if before[name] != after[name]} == {"alone", "caller", "hears", "test_all.py"}


@pytest.mark.parametrize("idle, line", [
    (set(), ""), ({"a"}, "1 lambda unchanged"), ({"a", "b"}, "2 lambdas unchanged"),
])
def test_tests_that_do_not_run_are_counted(idle, line):
    digests = {"a": "1", "b": "2", "c": "3"}
    assert run_tests.unchanged_line(digests, digests.keys() - idle) == line


@pytest.fixture
def pytest_options(project, monkeypatch):
    """pytest_options("--all"): the files and folders that pytest would run."""
    started = []
    monkeypatch.setattr(os, "execv", lambda _program, command: started.append(command))
    monkeypatch.delenv("CI", raising=False)
    files.write_json("build/app.json", App(project).model)

    def options(*more):
        started.clear()
        run_tests.main(["build/app.json", *more])
        return [word for word in started[0] if word.endswith(".py") or word == "tests"] if started else []
    return options


def test_what_passed_is_left_out_until_it_changes(pytest_options, monkeypatch):
    everything = sorted([*(f"handlers/{name}/test.py" for name in LAMBDAS), "handlers/test_all.py"])
    assert pytest_options() == pytest_options() == everything
    record = files.read_json(run_tests.PASSED)
    files.write_json(run_tests.PASSED, {"to_run": {}, "passed": record["to_run"]})
    assert pytest_options() == []
    assert pytest_options("--all") == [*everything, "tests"]
    Path("handlers/alone/index.py").write_text(Path("handlers/alone/index.py").read_text() + "# more")
    assert pytest_options() == ["handlers/alone/test.py", "handlers/test_all.py"]
    monkeypatch.setenv("CI", "true")
    assert pytest_options() == everything


def test_results_that_cannot_be_read_are_none(project):
    files.write_bytes(run_tests.PASSED, b"[]")
    assert test_keys.record("passed") == test_keys.record("failed") == {}


def test_a_run_of_pytest_has_the_fixtures_and_keeps_what_passed(project, warm_python):
    (project / "tools").rmdir()
    (project / "tools").symlink_to(ROOT / "tools")
    (project / "handlers/called/test.py").write_text("def test_it_fails():\n    assert False\n")
    (project / "handlers/hears/test.py").write_text("import nothing_of_that_name\n")
    (project / "handlers/test_all.py").write_text(
        "def test_the_app(app):\n    app['alone'].call()\n    assert app.view('table', 'demo').rows()\n\n\n"
        "def test_no_lambda_of_its_own(call):\n    pass\n")
    tests = [f"handlers/{name}/test.py" for name in ("alone", "called", "hears")] + ["handlers/test_all.py"]
    files.write_json("passed.json", {"to_run": dict.fromkeys(tests, "k"), "passed": {"old": "o"}, "exercised": {
        "handlers/called/test.py": [["called", "s3:GetObject", "*"]], "old": [["gone", "s3:GetObject", "*"]]}})
    run = warm_python("-m", "pytest", "-q", "--continue-on-collection-errors", "--passed", "passed.json", *tests)
    assert "2 passed" in run.stdout and "1 failed, " in run.stdout and "2 errors" in run.stdout, run.stdout
    assert "this test is in no lambda's folder\n  hint: name the lambda: app[\"orders\"].call(...)" in run.stdout
    assert json.loads(Path("passed.json").read_text()) == {
        "to_run": {}, "passed": {"old": "o", "handlers/alone/test.py": "k"},
        "failed": {"handlers/called/test.py": "k", "handlers/hears/test.py": "k", "handlers/test_all.py": "k"},
        "exercised": {"old": [["gone", "s3:GetObject", "*"]], **{
            file: [["alone", "dynamodb:PutItem", "DemoTable.Arn"]] for file in ("handlers/alone/test.py", "handlers/test_all.py")}}}


EXITS = """import os
import signal


def test_ends(call):
    os._exit(0)


def test_is_killed():
    os.kill(os.getpid(), 0)
    os.kill(os.getpid(), signal.SIGWINCH)
    os.kill(os.getpid(), signal.SIGKILL)


def test_is_replaced():
    os.execlp("true", "true")


def test_aborts():
    os.abort()


def test_handles():
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    signal.raise_signal(signal.SIGUSR1)


def test_child():
    if not os.fork():
        os._exit(3)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == 3
"""


def test_no_test_ends_the_run(project, warm_python):
    (project / "tools").rmdir()
    (project / "tools").symlink_to(ROOT / "tools")
    tests = {"handlers/alone/test.py": EXITS, "handlers/called/test.py": "import sys\n\nsys.exit()\n",
             "handlers/hears/test.py": "import os\n\nos._exit(0)\n"}
    write_files(tests, project)
    files.write_json("passed.json", {"to_run": dict.fromkeys(tests, "k"), "passed": {}})
    run = warm_python("-m", "pytest", "-q", "--continue-on-collection-errors", "--passed", "passed.json", *tests)
    assert (run.returncode, "5 failed, 1 passed, 2 errors" in run.stdout) == (1, True), run.stdout
    failures = run.stdout.partition("short test summary")[0]  # with CI in the environment, pytest's summary repeats them
    assert failures.count("os._exit(0) would end Python, and all tests; on AWS: Runtime.ExitError\n  hint: return a") == 2
    for call in (r"os\.kill\(\d+, 9\)", r"os\.execv\(", r"os\.abort\(\)", r"signal\.raise_signal\(\d+\)"):
        assert re.search(f"{call}.* would end Python", failures), (call, failures)
    assert "handlers/called/test.py: importing it calls sys.exit()\n  hint: only a program" in run.stdout
    assert files.read_json("passed.json")["failed"] == dict.fromkeys(tests, "k")
    Path("handlers/alone/test.py").write_text("")
    run = warm_python("-m", "pytest", "-q", "--passed", "passed.json", "handlers/alone/test.py")
    assert "handlers/alone/test.py: no test\n  hint: a function that begins with test_\n" in run.stdout


@pytest.mark.parametrize("options", ["-k lists", "-m 'not slow'", "-n 1 --deselect handlers/alone/test.py::test_fails"])
def test_a_run_of_some_tests_of_a_file_keeps_no_pass(project, warm_python, options):
    (project / "handlers/alone/test.py").write_text(
        "import pytest\n\n\ndef test_lists():\n    pass\n\n\n@pytest.mark.slow\ndef test_fails():\n    assert False\n")
    (project / "tools").rmdir()
    (project / "tools").symlink_to(ROOT / "tools")
    record = {"to_run": {"handlers/alone/test.py": "k"}, "passed": {"old": "o"}}
    files.write_json("passed.json", record)
    warm_python("-m", "pytest", "-q", "--passed", "passed.json", "handlers/alone/test.py", PYTEST_ADDOPTS=options)
    assert files.read_json("passed.json").get("passed") == record["passed"]


def test_an_app_that_cannot_be_scanned_fails_each_test_in_its_own_words(project):
    from testkit import plugin
    (project / "handlers/alone/index.py").write_text('"""infra: {quue: {}}"""\ndef handler(event, context):\n    pass\n')
    for _time in range(2):
        with pytest.raises(pytest.fail.Exception) as caught:
            plugin.tested_app(project)
        assert "handlers/alone/index.py:1: " in str(caught.value) and "did you mean 'queue'?" in str(caught.value)
