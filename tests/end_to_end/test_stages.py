"""`make stages`: the stages of an app with age, last deploy, who and expiry; a sweep deletes the expired ones with their data."""
import argparse
import datetime
import functools
import json
import re

import pytest

import manage_stages
from deploy import code_records
from kit.problems import Problems, problem
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
SETTINGS = "name: many\nstages: {prod: {protected: true}, '*': {expires: 7 days}, stay: {}}\n"
TEXTS = {"one": reads("MANY_TABLE", "MANY_BUCKET", infra="{endpoint: {api: private, method: GET, path: /a}}")}


@pytest.fixture
def many(stage_on_aws, monkeypatch):
    """The stages prod, stay and the branch x of one app, and an app whose name begins like it; x has data."""
    monkeypatch.setattr(code_records, "this_deployer", lambda: {
        "user": "ann@laptop", "host": "laptop", "pid": 1, "since": "2026-11-28 14:02 UTC"})
    outputs = {}
    for stage in ("prod", "stay", "x"):
        stage_on_aws.stage, stage_on_aws.flags = stage, ["build/app.json", "--stage", stage]
        outputs[stage] = stage_on_aws.deploy(SETTINGS, TEXTS, "--empty")  # beside what the test before left
    client = stage_on_aws.cloud.client
    client("dynamodb").put_item(TableName=outputs["x"]["ManyTableName"], Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
    for body in (b"a", b"b"):
        client("s3").put_object(Bucket=outputs["x"]["ManyBucketName"], Key="a", Body=body)
    yield outputs
    for stage in ("prod", "stay", "x"):
        client("cloudformation").delete_stack(StackName=f"many-{stage}")


def manage(capsys, *words):
    capsys.readouterr()
    manage_stages.main(["build/app.json", "--stage", "dev", *words])
    return capsys.readouterr()


def test_stages_are_listed_and_the_expired_one_is_swept(stage_on_aws, many, capsys, monkeypatch):
    client = stage_on_aws.cloud.client
    assert manage(capsys, "list").out == (
        "stage  status           age  last deploy  by          expires\n"
        "prod   CREATE_COMPLETE  now  now          ann-laptop  protected\n"
        "stay   CREATE_COMPLETE  now  now          ann-laptop  -\n"
        "x      CREATE_COMPLETE  now  now          ann-laptop  in 6 days\n")
    rows = json.loads(manage(capsys, "list", "--json").out)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", row["created"]) for row in rows)
    assert [(row["stage"], row["protected"], row["expires"] is None) for row in rows] == [
        ("prod", True, True), ("stay", False, True), ("x", False, False)]
    tags = client("cloudformation").describe_stacks(StackName="many-x")["Stacks"][0]["Tags"]
    assert {"Key": "expires", "Value": "7 days"} in tags
    assert manage(capsys, "sweep", "--yes").err == "no stage has expired\n"

    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)
    monkeypatch.setattr(manage_stages, "now", lambda: moment)
    protect = functools.partial(client("cloudformation").update_termination_protection, StackName="many-x")
    protect(EnableTerminationProtection=True)
    assert {row["stage"]: row["protected"] for row in json.loads(manage(capsys, "list", "--json").out)} == {
        "prod": True, "stay": False, "x": True}
    assert manage(capsys, "sweep", "--yes").err == "no stage has expired\n"
    protect(EnableTerminationProtection=False)
    queue = client("sqs").list_queues(QueueNamePrefix="many-x-FailuresQueue")["QueueUrls"][0]
    client("sqs").send_message(QueueUrl=queue, MessageBody="a")
    with pytest.raises(Problems, match="agree to delete 1 stage of many with all data"):
        manage(capsys, "sweep")
    shown = capsys.readouterr().out
    assert shown.startswith("x, expired 1 day ago\n") and f"    {many['x']['ManyTableName']}: 1 item\n" in shown
    assert f"    {queue}: 1 message\n" in shown
    assert "many-x deleted" in manage(capsys, "sweep", "--yes").err
    names = [stack["StackName"] for stack in client("cloudformation").describe_stacks()["Stacks"]]
    assert "many-prod" in names and "many-stay" in names and "many-x" not in names
    assert many["x"]["ManyTableName"] not in client("dynamodb").list_tables()["TableNames"]
    buckets = [bucket["Name"] for bucket in client("s3").list_buckets()["Buckets"]]
    assert many["x"]["ManyBucketName"] not in buckets and many["prod"]["ManyBucketName"] in buckets
    pools = [pool["Id"] for pool in client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]]
    assert many["x"]["UserPoolId"] not in pools and many["stay"]["UserPoolId"] in pools


def test_a_stage_that_cannot_be_deleted_does_not_keep_a_sweep_from_the_others(monkeypatch, capsys):
    deleted, moment = [], datetime.datetime.now(datetime.UTC)

    def delete(_cfn, _app, row, _resources):
        if row["stage"] == "a":
            raise problem("", 0, "many-a is DELETE_FAILED", "fix the cause")
        deleted.append(row["stage"])

    monkeypatch.setattr(manage_stages, "delete", delete)
    monkeypatch.setattr(manage_stages, "is_expired", lambda *_: True)
    monkeypatch.setattr(manage_stages.stacks, "resources", lambda *_: [])
    rows = [{"stage": stage, "expires": moment, "id": stage} for stage in "abc"]
    [failed] = manage_stages.sweep(None, {"name": "many"}, argparse.Namespace(yes=True), rows, moment)
    assert failed.message == "many-a is DELETE_FAILED"
    assert deleted == ["b", "c"]


def test_a_record_that_cannot_be_read_keeps_no_command_from_the_other_stages(stage_on_aws, many, capsys, monkeypatch):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)
    monkeypatch.setattr(manage_stages, "now", lambda: moment)
    stage_on_aws.cloud.client("s3").put_object(Bucket="many-artifacts", Key="deploys/many-x.json", Body=b'{"stack"')
    stage_on_aws.stage, stage_on_aws.flags = "y", ["build/app.json", "--stage", "y"]
    stage_on_aws.deploy(SETTINGS, TEXTS)
    outputs = {}
    for words in (["list"], ["list", "--json"], ["sweep", "--yes"]):
        with pytest.raises(Problems) as refused:
            manage(capsys, *words)
        assert str(refused.value) == ("deploys/many-x.json in the bucket many-artifacts is not what a deploy writes\n"
                                      "  hint: `make deploy stage=x` updates all functions, and writes it again")
        outputs[words[-1]] = capsys.readouterr()
    assert [line.split()[0::len(line.split()) - 1] for line in outputs["list"].out.splitlines()] == [
        ["stage", "expires"], ["prod", "protected"], ["stay", "-"], ["x", "unknown"], ["y", "expired"]]
    assert [row["stage"] for row in json.loads(outputs["--json"].out)] == ["prod", "stay", "x", "y"]
    assert outputs["--yes"].err.endswith("many-y deleted\n") and "many-x deleted" not in outputs["--yes"].err


def test_a_stage_that_is_deployed_before_the_person_agrees_stays(stage_on_aws, many, capsys, monkeypatch):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)
    monkeypatch.setattr(manage_stages, "now", lambda: moment)

    def deploy_and_agree(*_arguments):
        monkeypatch.setattr(code_records, "now", lambda: f"{moment:%Y-%m-%d %H:%M} UTC")
        stage_on_aws.deploy(SETTINGS, {"one": TEXTS["one"] + "# newer\n"})

    monkeypatch.setattr(manage_stages.consent, "ask", deploy_and_agree)
    assert manage(capsys, "sweep").err.endswith("many-x was changed in the meantime, and is not deleted\n")
    table = stage_on_aws.cloud.client("dynamodb").scan(TableName=many["x"]["ManyTableName"])
    assert len(table["Items"]) == 1
