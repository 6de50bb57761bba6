"""`make check` reports what until now only a deploy told: sizes, values, indexes."""
import json
import os
from pathlib import Path

import pytest

import check_app
import scan_infra
from deploy import preview
from kit import files
from push.layers import builds, targets
from tests.fixtures.cases import cases
from tests.fixtures.deploys import APP, TEMPLATE, deploy
from tests.fixtures.fake_cloudformation import added
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

READS = '"""Says hello.\n\ninfra: {}\n"""\nimport os\n\n\ndef handler(event, context):\n    return os.environ[%s]\n'
INDEXED = '"""Says hello.\n\ninfra:\n  indexes:\n%s"""\n\n\ndef handler(event, context):\n    return "hello"\n'
ENTRY = "  - name: %s\n    type: %s\n    table: demo\n"


@pytest.fixture(autouse=True)
def elsewhere_again(own_folder, monkeypatch):
    """The folder of the app, without values in the shell."""
    monkeypatch.delenv("SLACK_URL", raising=False)


def app_of(index, settings="name: demo\n"):
    """Writes an app of one lambda."""
    write_files({"lambdas/hello/index.py": index, "app.yaml": settings})


def checked(*more):
    """The findings of check_app.py, "" without one."""
    scan_infra.main(["-o", "build/app.json"])
    return str(problems_of(check_app.main, ["build/app.json", *more]))


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


def deployed(stage, indexes, stack=None, **more):
    """Writes the record of an earlier deploy."""
    path = Path(f"build/{stage}/stack.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"stack": stack or f"demo-{stage}", "status": "UPDATE_COMPLETE", "outputs": {},
                                "indexes": {"demo": indexes}, **more}))


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


@pytest.mark.parametrize("region, is_reported", [("eu-west-1", True), ("us-east-2", False)])
def test_the_stack_of_another_region_is_not_the_one_that_a_deploy_changes(region, is_reported):
    app_of(INDEXED % (ENTRY % ("a", "S") + ENTRY % ("b", "S")))
    deployed("dev", {}, region=region)
    assert ("more than one index" in checked()) == is_reported


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
    write_files({"layers/big/requirements.txt": "big==1\n"})
    assert checked() == ""  # it is not built
    path = builds.record_path("big", "big==1\n", targets.this_machine())
    path.parent.mkdir(parents=True)
    path.with_suffix(".zip").write_bytes(b"")
    path.write_text(json.dumps({"digest": "", "packages": {"big": "1"}, "zip": str(path.with_suffix(".zip")),
                                "zipped": 1, "unzipped": 250 * 1024 * 1024}))
    assert checked().startswith("lambdas/hello/index.py:4: hello with its layers has 250.0 MB unzipped, and Lambda takes")


INDEX = '"""Counts.\n\ninfra:\n  kinesis:\n    stream: demo-clicks\n    start: "%s"\n"""\n\n\ndef handler(event, context):\n    print(event)\n'
PAST, FUTURE = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
AT_START, AT_SHARDS = "lambdas/count/index.py:6: ", "app.yaml:3: "


def written(shards, start):
    """The app model of an app with one stream and one lambda that reads it."""
    write_files({"lambdas/count/index.py": INDEX % start,
                 "app.yaml": f"name: demo\nstreams:\n  demo-clicks: {{shards: {shards}}}\n"})
    scan_infra.main(["-o", "build/app.json"])
    return files.read_json("build/app.json")


@cases("before, after, expected", [
    ((2, "latest"), (4, "latest"), ""), ((4, "latest"), (2, "latest"), ""), ((3, "latest"), (2, "latest"), ""), ((1, "latest"), (1, "latest"), ""),
    ((2, "latest"), (5, "latest"), f"{AT_SHARDS}a deploy to dev would change the shards of demo-clicks from 2 to 5\n  hint: Kinesis at most doubles or halves the shards in one deploy: write 4, "),
    ((9, "latest"), (4, "latest"), f"{AT_SHARDS}a deploy to dev would change the shards of demo-clicks from 9 to 4\n  hint: Kinesis at most doubles or halves the shards in one deploy: write 5, "),
    (("on-demand", "latest"), (9, "latest"), ""), ((9, "latest"), ("on-demand", "latest"), ""),
    ((1, "latest"), (1, "trim_horizon"), f"{AT_START}a deploy to dev would change `start` from latest to trim_horizon, which AWS refuses\n  hint: a function has one mapping of a stream: put latest back"),
    ((1, PAST), (1, "latest"), f"{AT_START}a deploy to dev would change `start` from {PAST} to latest"),
    (None, (9, PAST), ""), (None, (1, FUTURE), f"{AT_START}{FUTURE} is in the future, and Kinesis refuses such a start")])
def test_what_kinesis_refuses_is_reported_at_its_line(before, after, expected, own_folder):
    record = Path("build/dev/stack.json")
    record.unlink(missing_ok=True)
    if before:
        files.write_json(str(record), preview.record(written(*before), {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}, {}, None))
    written(*after)
    if not expected:
        return check_app.main(["build/app.json"])
    raised = problems_of(check_app.main, ["build/app.json"])
    assert str(raised).startswith(expected) and len(raised.args) == 1


def test_an_app_without_streams_records_none(own_folder):
    app = {"name": "demo", "state": {}, "lambdas": {}, "settings": {"region": "eu-west-1"}}
    assert json.loads(json.dumps(preview.record(app, {"StackName": "a", "StackStatus": "b"}, {}, None))) == {
        "stack": "a", "region": "eu-west-1", "status": "b", "outputs": {}}


CODE = '"""Reads.\n\ninfra: {}\n"""\nimport os\n\nTABLE = os.environ["DEMO_TABLE"]\n\n\ndef handler(event, context):\n    return "a"\n'
MOVED = "app.yaml:3: a deploy to dev would change the `ttl` of the table demo from ends to gone\n  hint: two deploys: one without `ttl`"


def written_table(fields):
    """The app model of an app with one table of app.yaml, or with a default one (fields: None)."""
    write_files({"lambdas/read/index.py": CODE,
                 "app.yaml": "name: demo\n" + (f"tables:\n  demo: {{{fields}}}\n" if fields is not None else "")})
    scan_infra.main(["-o", "build/app.json"])
    return files.read_json("build/app.json")


@cases("before, after, expected", [
    ("ttl: ends", "ttl: gone", MOVED), ("ttl: ends", "ttl: ends", ""), ("ttl: ends", "stream: false", ""), (None, "ttl: gone", ""),
    ("stream: false", "ttl: gone", ""), ("ttl: ends", None, ""),
    ("ttl: ends", "ttl: gone, key: {id: string}", "")])  # another key replaces the table
def test_a_time_to_live_of_another_attribute_is_reported_at_its_table(before, after, expected, own_folder):
    stack = {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}
    files.write_json("build/dev/stack.json", preview.record(written_table(before), stack, {}, None))
    written_table(after)
    if not expected:
        return check_app.main(["build/app.json"])
    raised = problems_of(check_app.main, ["build/app.json"])
    assert str(raised).startswith(expected) and len(raised.args) == 1


def test_a_record_from_before_it_had_times_to_live_counts_nothing(own_folder):
    record = preview.record(written_table("ttl: ends"), {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}, {}, None)
    assert record.pop("ttl") == {"demo": "ends"}
    files.write_json("build/dev/stack.json", record)
    written_table("ttl: gone")
    check_app.main(["build/app.json"])


def test_two_stages_whose_functions_have_one_name_are_reported_at_the_lambda(own_folder):
    app = {"name": "demo", "package": "lambdas", "state": {}, "settings": {"region": "eu-west-1", "stages": {"a-b": {}, "*": {}}}, "lambdas": {
        name: {"name": name, "path": f"lambdas/{name}/index.py", "infra": {"indexes": []}} for name in ("c", "d")}}
    for stage in ("a", "local"):
        files.write_json(f"build/{stage}/stack.json", {"stack": f"demo-{stage}", "status": "CREATE_COMPLETE", "outputs": {}})
        files.write_json(f"build/{stage}/artifacts.json", {"parameters": {"BCCode": "code/1.zip", "BLocalDCode": "code/2.zip"}})
    expected = ["lambdas/c/index.py: a deploy to a-b would create the function demo-a-b-c, which is that of b-c in stage a\n"
                "  hint: rename the lambda or the stage: a function has both names, with - between them"]
    for stage in ("a-b", "*"):
        assert [str(problem) for problem in preview.state_problems(app, "build", stage)] == expected
    for stage in ("a", "b", "local"):
        assert preview.state_problems(app, "build", stage) == []
