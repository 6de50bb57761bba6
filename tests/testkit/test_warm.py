"""Tests with the marker `warm` run a second time in the environment that their first run left."""
import re
import shutil

import pytest

from tests.fixtures.paths import ROOT
from tests.fixtures.tested_lambdas import source
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.programs"]
TABLE = 'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n'
ROWS = 'len(table.scan()["Items"])'
COUNTED = f"def handler(event, context):\n    seen.append(event)\n    return [event, len(seen) * {ROWS}]\n"
LAMBDAS = {
    "clean": f"def handler(event, context):\n    return [event, {ROWS}]\n",
    "filled": "seen = []\n\n" + COUNTED,
    "bound": COUNTED.replace("context", "context, seen=[]"),
    "counter": f"rows = 0\n\ndef handler(event, context):\n    global rows\n    rows += {ROWS}\n    return [event, rows]\n",
    "varied": "seen = []\n\n" + COUNTED,
    "unmarked": "seen = []\n\n" + COUNTED,
}
TEST = '''import pytest

{mark}
def test_it({parameters}call, table):
    table.put(pk="a", sk="1")
    assert call({{"n": 1}}) == [{{"n": 1}}, 1]
'''
MARK = "@pytest.mark.warm"
MARKS = {"unmarked": "", "varied": f'{MARK}\n@pytest.mark.parametrize("n", [[1], [2]])'}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The folder of a project of these lambdas."""
    project = tmp_path_factory.mktemp("warm")
    for name, code in LAMBDAS.items():
        write_files({f"handlers/{name}/index.py": source("{}", TABLE + code)}, project)
        (project / "handlers" / name / "test.py").write_text(TEST.format(
            mark=MARKS.get(name, MARK), parameters="n, " if name == "varied" else ""))
    (project / "handlers/test_none.py").write_text(f"import pytest\n\n{MARK}\ndef test_it():\n    pass\n")
    (project / "app.yaml").write_text("name: demo\npackage: handlers\n")
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, project / name)
    (project / "tools").symlink_to(ROOT / "tools")
    return project


@pytest.fixture
def run(project, monkeypatch, warm_python):
    """run("-k", "..."): pytest's output in the project."""
    monkeypatch.chdir(project)
    return lambda *arguments: warm_python("-m", "pytest", "-v", "handlers", *arguments, services=["dynamodb"]).stdout


def outcomes(output):
    """{"filled[warm]": "FAILED"} of pytest's output."""
    lines = re.findall(r"^handlers/(\w+)(?:/test)?\.py::test_it(\S*) (\w+)", output, re.M)
    return {name + parameters: outcome for name, parameters, outcome in lines}


def test_what_a_module_keeps_between_invocations_fails_the_second_run(run):
    output = run()
    assert outcomes(output) == {
        "clean[cold]": "PASSED", "clean[warm]": "PASSED", "filled[cold]": "PASSED", "filled[warm]": "FAILED",
        "bound[cold]": "PASSED", "bound[warm]": "FAILED", "counter[cold]": "PASSED", "counter[warm]": "FAILED",
        "varied[cold-n0]": "PASSED", "varied[cold-n1]": "PASSED", "varied[warm-n0]": "FAILED",
        "varied[warm-n1]": "FAILED", "unmarked": "PASSED", "test_none": "PASSED"}, output
    assert output.count("a default argument of a module keeps what an earlier invocation has put there") == 5, output


def test_a_warm_run_alone_is_skipped(run):
    assert outcomes(run("-k", "clean and warm and not cold")) in (
        {"clean[warm]": "SKIPPED"}, {"clean[cold]": "PASSED", "clean[warm]": "PASSED"})
