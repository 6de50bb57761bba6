"""The entries of `env` that no code of the app reads: they go to the lambdas whose packages read them."""
import json
from pathlib import Path

import pytest

import scan_infra
from checks import load, report
from kit.problems import Problems
from push.layers import builds, package_variables
from testkit.app import App
from tests.fixtures.layers import lambda_using
from tests.fixtures.written_files import write_files

READS = "import os\nNAME = os.getenv('SHAPES_COLOR')\nNAMESPACE: str = \"SHAPES_NAMESPACE\"\n"
BOTO3 = "import boto3\n\ndef handler(event, context):\n    return 1\n"


@pytest.fixture
def project(package_index):
    """A project whose layer `shapes` has a package that reads two variables; `other` has another layer, `bare` none."""
    package_index.wheel("shapes", files={"shapes/settings.py": READS})
    package_index.wheel("plain")
    for name in ("shapes", "plain"):
        write_files({f"layers/{name}/requirements.txt": f"{name}==1.0\n"})
    lambda_using("user", "plain", "shapes")
    lambda_using("other", "plain")
    lambda_using("bare", source=BOTO3)


def env_of(env):
    """{lambda: [names of its variables]} of app.json, with this `env` in app.yaml."""
    Path("app.yaml").write_text(f"name: demo\nenv: {json.dumps(env)}\n")
    scan_infra.main(["-o", "build/app.json"])
    app = json.loads(Path("build/app.json").read_text())
    return {name: [entry["name"] for entry in fn["env"]] for name, fn in app["lambdas"].items()}


LAMBDAS_OF_VARIABLES = {
    "SHAPES_COLOR": ["user"], "SHAPES_NAMESPACE": ["user"], "SHAPES": [], "OTHER": [],
    "AWS_MAX_ATTEMPTS": ["bare"], "AWS_RETRY_MODE": ["bare"], "TZ": ["bare", "other", "user"],
    "PYTHONHASHSEED": ["bare", "other", "user"], "HOME": ["bare", "other", "user"], "no_proxy": ["bare", "other", "user"],
    "HTTPS_PROXY": ["bare", "other", "user"], "SSL_CERT_FILE": ["bare", "other", "user"], "AWS_REGION": [], "AWS_ENDPOINT_URL_S3": ["bare"]}


def test_a_variable_goes_to_the_lambdas_whose_packages_read_it(project):
    variables = env_of(dict.fromkeys(LAMBDAS_OF_VARIABLES, "x"))
    assert {name: [fn for fn in sorted(variables) if name in variables[fn]]
            for name in LAMBDAS_OF_VARIABLES} == LAMBDAS_OF_VARIABLES


def test_a_variable_that_code_reads_goes_to_that_code_alone(project):
    lambda_using("bare", source="import os\n\ndef handler(event, context):\n    return os.environ['SHAPES_COLOR']\n")
    assert env_of({"SHAPES_COLOR": "x"}) == {"bare": ["SHAPES_COLOR"], "other": [], "user": []}


def test_the_entry_is_optional_and_has_the_line_of_the_layer(project):
    env_of({"SHAPES_COLOR": {"prod": "x"}})
    fn = json.loads(Path("build/app.json").read_text())["lambdas"]["user"]
    assert fn["env"] == [{"name": "SHAPES_COLOR", "kind": "value", "of": None, "file": "lambdas/user/index.py",
                          "line": fn["lines"]["layers.1"], "optional": True}]


def test_a_layer_is_built_and_read_only_if_that_is_necessary(project, monkeypatch):
    env_of({})
    env_of({"AWS_REGION": "x"})
    assert not Path("build/layers").exists()
    env_of({"SHAPES_COLOR": "x"})
    monkeypatch.setattr(builds, "build_anew", lambda *_: pytest.fail("built again"))
    monkeypatch.setattr(package_variables, "quoted_names", lambda _path: pytest.fail("read again"))
    assert env_of({"SHAPES_COLOR": "y"})["user"] == ["SHAPES_COLOR"]


def test_another_version_of_the_package_is_read_anew(project, package_index):
    env_of({"SHAPES_SIZE": "x"})
    package_index.wheel("shapes", "2.0", files={"shapes/settings.py": "import os\nos.environ['SHAPES_SIZE']\n"})
    Path("layers/shapes/requirements.txt").write_text("shapes==2.0\n")
    assert env_of({"SHAPES_SIZE": "x"})["user"] == ["SHAPES_SIZE"]


def test_a_layer_that_cannot_be_built_is_a_problem(project):
    Path("layers/plain/requirements.txt").write_text("missing==1.0\n")
    with pytest.raises(Problems, match="layers/plain/requirements.txt"):
        env_of({"SHAPES_COLOR": "x"})


def test_the_test_kit_and_the_checks_read_a_packages_variable(project, monkeypatch):
    env_of({"SHAPES_COLOR": "red", "SHAPES_COLOUR": "x", "TZ": "Europe/Oslo"})
    app = App(Path.cwd())
    assert app.variables("user") == {"SHAPES_COLOR": "red", "TZ": "Europe/Oslo"}
    subject = load.subject(app.model, "app.yaml", {})[0]
    assert [str(problem).split("\n")[0] for problem in report.problems(subject, {"P607"})] == [
        "app.yaml:2: [P607] env.SHAPES_COLOUR: no code of the app reads it, nor a package of a layer, so no lambda gets it"]
