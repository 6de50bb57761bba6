"""`make check` reports what until now only a deploy told: sizes, values, indexes."""
import json
import os
from pathlib import Path

import pytest

import check_app
import scan_infra
from kit.problems import Problems
from push.layers import builds, targets
from tests.fixtures.deploys import APP, TEMPLATE, deploy
from tests.fixtures.fake_cloudformation import added

pytest_plugins = ["tests.fixtures.deploys"]

READS = '"""Says hello.\n\ninfra: {}\n"""\nimport os\n\n\ndef handler(event, context):\n    return os.environ[%s]\n'
INDEXED = '"""Says hello.\n\ninfra:\n  indexes:\n%s"""\n\n\ndef handler(event, context):\n    return "hello"\n'
ENTRY = "  - name: %s\n    type: %s\n    table: demo\n"


@pytest.fixture(autouse=True)
def elsewhere_again(own_folder, monkeypatch):
    """The folder of the app, without values in the shell."""
    monkeypatch.delenv("SLACK_URL", raising=False)


def app_of(index, settings="name: demo\n"):
    """Writes an app of one lambda."""
    Path("lambdas/hello").mkdir(parents=True, exist_ok=True)
    Path("lambdas/hello/index.py").write_text(index)
    Path("app.yaml").write_text(settings)


def checked(*more):
    """The findings of check_app.py, "" without one."""
    scan_infra.main(["-o", "build/app.json"])
    try:
        check_app.main(["build/app.json", *more])
    except Problems as problems:
        return str(problems)
    return ""


def test_a_variable_without_a_value_is_reported_at_its_line(monkeypatch):
    app_of(READS % '"SLACK_URL"')
    assert checked().splitlines()[0] == "lambdas/hello/index.py:9: SLACK_URL has no value in stage local"
    assert checked("-o", "build/findings.json") == ""  # tests give their own values
    monkeypatch.setenv("SLACK_URL", "https://x")
    assert checked() == ""


@pytest.mark.parametrize("settings, told", [
    ("name: demo\nenv: {SLACK_URL: x}\n", False), ("name: demo\nenv: {SLACK_URL: {local: x}}\n", False),
    ("name: demo\nenv: {SLACK_URL: {prod: x}}\n", True), ("name: demo\nenv: {SLACK_URL: ''}\n", False)])
def test_a_value_counts_for_its_stage(settings, told):
    app_of(READS % '"SLACK_URL"', settings)
    assert bool(checked()) is told


def test_an_optional_variable_needs_no_value():
    app_of((READS % '"SLACK_URL"').replace('environ["SLACK_URL"]', 'environ.get("SLACK_URL", "")'))
    assert checked() == ""


def test_more_resources_than_a_stack_takes_are_reported():
    app_of(READS % '"AWS_REGION"')
    for number in range(170):
        folder = Path(f"lambdas/hello{number}")
        folder.mkdir()
        (folder / "index.py").write_text((READS % '"AWS_REGION"').replace("hello", f"hello {number}"))
    assert checked().startswith("app.yaml: 686 resources: one stack may have at most 500\n  hint: write `stacks: ")


def deployed(stage, indexes, stack=None):
    """Writes the record of an earlier deploy."""
    path = Path(f"build/{stage}/stack.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"stack": stack or f"demo-{stage}", "status": "UPDATE_COMPLETE", "outputs": {},
                                "indexes": {"demo": indexes}}))


@pytest.mark.parametrize("before, now, told", [
    ({}, {"a": "S"}, None), ({}, {"a": "S", "b": "S"}, "a-index, b-index"), ({"a": "S"}, {"b": "S"}, "a-index, b-index"),
    ({"a": "S"}, {"a": "S", "b": "S"}, None), ({"a": "S", "b": "N"}, {"c": "S"}, "a-index, b-index, c-index"),
    ({"a": "S"}, {"a": "N"}, "a-index"), ({"a": "S"}, {"a": "S"}, None)])
def test_two_changes_of_indexes_in_one_deploy_are_reported_at_the_entry(before, now, told):
    app_of(INDEXED % "".join(ENTRY % index for index in now.items()))
    deployed("dev", before)
    expected = told and f"a deploy to dev would change more than one index of the table demo: {told}"
    assert checked().partition(": ")[2].partition("\n")[0] == (expected or "")
    if told:
        new = next((at for at, name in enumerate(now) if name not in before), None)
        line = 5 + 3 * new if new is not None else 6
        assert checked().startswith(f"lambdas/hello/index.py:{line if new is not None else line - 2}: ")


def test_a_deploy_is_stopped_by_the_indexes_of_its_own_stage_alone(capsys):
    app_of(INDEXED % (ENTRY % ("a", "S") + ENTRY % ("b", "S")))
    deployed("dev", {})
    assert checked("--before-deploy", "--stage", "prod") == "" == capsys.readouterr().err
    assert checked("--before-deploy", "--stage", "dev").startswith("nobody is here to agree to deploy demo-dev")
    assert "a deploy to dev would change more than one index" in capsys.readouterr().err


def test_the_record_of_another_app_or_of_a_stopped_cloud_counts_nothing():
    app_of(INDEXED % (ENTRY % ("a", "S") + ENTRY % ("b", "S")))
    deployed("dev", {}, stack="other-dev")
    deployed("local", {})
    assert checked() == ""  # no local cloud was started here since
    Path("build/local/cloud.json").write_text("{}")
    os.utime("build/local/cloud.json", (1, 1))
    assert "a deploy to local would change more than one index" in checked()
    os.utime("build/local/stack.json", (0, 0))
    assert checked() == ""
    Path("build/dev/stack.json").write_text("[broken")
    assert checked() == ""


def test_a_deploy_records_the_indexes_of_its_tables(deploy_world):
    deploy_world.changes(added("HelloFunction"))
    app = {**APP, "state": {"table": {"demo": {"indexes": [{"name": "owner", "type": "S"}]}}}}
    Path("template.json").write_text(json.dumps(TEMPLATE))
    assert deploy(app=app)["indexes"] == {"demo": {"owner-index": "owner S"}}


def test_a_lambda_that_is_too_large_with_its_built_layer_is_reported():
    app_of((READS % '"AWS_REGION"').replace("infra: {}", "infra:\n  layers: [big]"))
    Path("layers/big").mkdir(parents=True)
    Path("layers/big/requirements.txt").write_text("big==1\n")
    assert checked() == ""  # it is not built
    path = builds.record_path("big", "big==1\n", targets.this_machine())
    path.parent.mkdir(parents=True)
    path.with_suffix(".zip").write_bytes(b"")
    path.write_text(json.dumps({"digest": "", "packages": {"big": "1"}, "zip": str(path.with_suffix(".zip")),
                                "zipped": 1, "unzipped": 250 * 1024 * 1024}))
    assert checked().startswith("lambdas/hello/index.py:4: hello with its layers has 250.0 MB unzipped, and Lambda takes")
