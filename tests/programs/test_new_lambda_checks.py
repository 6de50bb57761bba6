"""`make new-lambda` in a whole app: `make check` and `make test` pass afterwards, whatever the name and the trigger."""
import itertools
import shutil

import pytest

import check_app
import expand_template
import new_lambda
import scan_infra
from kit.problems import Problems
from tests.fixtures.paths import EXAMPLE, ROOT

pytest_plugins = ["tests.fixtures.programs"]
SERVICES = ("dynamodb", "s3", "sns", "sqs")  # that the tests of new lambdas use
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


@pytest.mark.parametrize("filled_project, triggers, tested", [("the example", EVERY, NAMES), ("no lambda yet", ["events"], NAMES[:3])],
                         indirect=["filled_project"])
def test_an_app_with_many_new_lambdas_passes_its_checks_and_tests(filled_project, warm_python, triggers, tested):
    create(triggers)
    check()
    tests = warm_python("-m", "pytest", "-q", *(f"lambdas/{path}/test.py" for path in tested), services=SERVICES)
    assert tests.returncode == 0, tests.stdout + tests.stderr


@pytest.mark.parametrize("filled_project, triggers", [("the example", ["events"]), ("no lambda yet", EVERY)], indirect=["filled_project"])
def test_with_fewer_or_more_triggers_it_passes_its_checks_too(filled_project, triggers):
    create(triggers)
    check()


@pytest.mark.parametrize("filled_project", ["no lambda yet"], indirect=True)
def test_a_new_endpoint_answers_pages_as_the_apps_settings_say(filled_project):
    (filled_project / "lambdas").mkdir()
    for at, (settings, header) in enumerate([
            ("", '"*"'), ("cors: {origins: [https://a.example], credentials: true}", "Allow-Credentials"),
            ("cors: {origins: ['*']}", '"Vary": "Origin"}'),
            ("api: {type: http}\ncors: {origins: [https://a.example], credentials: true}", '"application/json"}')]):
        (filled_project / "app.yaml").write_text(f"name: demo\n{settings}\n")
        new_lambda.main(["lambdas", "--name", f"web{at}"])
        check()
        assert header in (filled_project / f"lambdas/web{at}/index.py").read_text()
        shutil.rmtree(filled_project / f"lambdas/web{at}")


@pytest.mark.parametrize("filled_project", ["no lambda yet"], indirect=True)
def test_a_region_without_function_urls_gets_no_lambda_with_one(filled_project):
    (filled_project / "app.yaml").write_text("name: demo\nregion: us-gov-west-1\n")
    with pytest.raises(Problems, match="there are no function URLs in us-gov-west-1"):
        new_lambda.main(["lambdas", "--name", "web", "--trigger", "url"])
    assert not [*filled_project.glob("lambdas/*")]


@pytest.mark.parametrize("filled_project", ["no lambda yet"], indirect=True)
def test_where_the_apps_table_has_other_keys_a_lambda_has_a_table_of_its_own(filled_project):
    (filled_project / "app.yaml").write_text("name: demo\ntables: {demo: {key: {customer: string}}}\n")
    (filled_project / "lambdas/own").mkdir(parents=True)
    (filled_project / "lambdas/own/index.py").write_text(
        '"""Own.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\nrows = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])'
        '\n\n\ndef handler(event, context):\n    rows.put_item(Item={"customer": "ann"})\n')
    for trigger in EVERY:
        new_lambda.main(["lambdas", "--name", f"new/{trigger}", "--trigger", trigger])
    check()
    assert 'os.environ["DEMO_NEW_TOPIC_TABLE"]' in (filled_project / "lambdas/new/topic/index.py").read_text()
    assert "table: demo-new-stream" in (filled_project / "lambdas/new/stream/index.py").read_text()
