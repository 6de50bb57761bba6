"""`make new-lambda` in a whole app: `make check` and `make test` pass afterwards, whatever the name and the trigger."""
import itertools
import os
import shutil
import subprocess
import sys

import pytest

import new_lambda
from tests.fixtures.paths import ROOT

EXAMPLE = next(folder for folder in (ROOT / "tests/example", ROOT) if (folder / "app.yaml").exists())
# Words that mean something to Python, to YAML, to the test kit or to the templates themselves.
NAMES = ["hello", "orders/refund", "orders", "send-mail", "order2/refund-v2", "import/class", "json", "os/path", "boto3",
         "true", "null", "off", "event", "call", "handler", "lambdas", "another", "demo", "none", "a/b/c/d", "table"]


@pytest.fixture(params=["the example", "no lambda yet"])
def project(request, tmp_path, monkeypatch):
    """An app in a folder of its own, as the working directory."""
    for name in ("app.yaml", "lambdas", "layers", "site"):
        source = EXAMPLE / name
        if request.param == "the example" and source.exists():
            (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    if request.param != "the example":
        (tmp_path / "app.yaml").write_text("name: 'no'\n")
    for name in ("pytest.ini", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("cookiecutter-lambda", "tools"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    """Runs a tool, or pytest, and fails with what it printed if it does not exit 0. -> what it printed"""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True,
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check_and_test(paths):
    """What `make check` and `make test` do, the tests of the new lambdas only."""
    run("tools/scan_infra.py", "lambdas", "-o", "build/app.json")
    run("tools/expand_template.py", "build/app.json", "-o", "build/template.json")
    run("tools/check_app.py", "build/app.json")
    run("-m", "pytest", "-q", *(f"lambdas/{path}/test.py" for path in paths))


@pytest.mark.parametrize("triggers", [["events"], [*new_lambda.TRIGGERS]], ids=["events", "every trigger"])
def test_an_app_with_many_new_lambdas_passes_its_checks_and_tests(project, triggers):
    for path, trigger in zip(NAMES, itertools.cycle(triggers)):
        new_lambda.main(["lambdas", "--name", path, "--trigger", trigger])
    check_and_test(NAMES)
