"""`make new-lambda` in a whole app: `make check` and `make test` pass afterwards, whatever the name and the trigger."""
import itertools
import shutil

import pytest

import check_app
import expand_template
import new_lambda
import scan_infra
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.programs"]
SERVICES = ("dynamodb", "s3", "sns", "sqs")  # that the tests of new lambdas use

EXAMPLE = next(folder for folder in (ROOT / "tests/example", ROOT) if (folder / "app.yaml").exists())
# Words that mean something to Python, to YAML, to the test kit or to the templates themselves.
NAMES = ["hello", "orders/refund", "orders", "send-mail", "order2/refund-v2", "import/class", "json", "os/path", "boto3",
         "true", "null", "off", "event", "call", "handler", "lambdas", "another", "demo", "none", "a/b/c/d", "table"]


@pytest.fixture
def filled_project(request, tmp_path, monkeypatch):
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


def create(triggers):
    """Creates a lambda of each name, with the triggers in turn, but one for the user pool, which has no second."""
    for at, (path, trigger) in enumerate(zip(NAMES, itertools.cycle(triggers))):
        trigger = "none" if trigger == "users" and at >= len(triggers) else trigger
        new_lambda.main(["lambdas", "--name", path, "--trigger", trigger])


def check():
    """What `make check` does. Raises Problems."""
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    check_app.main(["build/app.json"])


EVERY = [*new_lambda.TRIGGERS]


@pytest.mark.parametrize("filled_project, triggers", [("the example", EVERY), ("no lambda yet", ["events"])], indirect=["filled_project"])
def test_an_app_with_many_new_lambdas_passes_its_checks_and_tests(filled_project, warm_python, triggers):
    create(triggers)
    check()
    tests = warm_python("-m", "pytest", "-q", *(f"lambdas/{path}/test.py" for path in NAMES), services=SERVICES)
    assert tests.returncode == 0, tests.stdout + tests.stderr


@pytest.mark.parametrize("filled_project, triggers", [("the example", ["events"]), ("no lambda yet", EVERY)], indirect=["filled_project"])
def test_with_fewer_or_more_triggers_it_passes_its_checks_too(filled_project, triggers):
    create(triggers)
    check()
