"""The first deploy of a stage whose earlier stack kept state stops; an adoption shows all that was kept, with its amounts."""
import io
import json
import sys

import pytest

import adopt_resources
import delete_stack
import diff_stack
from kit.problems import Problems
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
TEXTS = {"one": reads("KEEP_TABLE", "KEEP_BUCKET")}
SETTINGS = "name: keep\n"


def items(client, table):
    return len(client("dynamodb").scan(TableName=table)["Items"])


def put(client, table, *keys):
    for key in keys:
        client("dynamodb").put_item(TableName=table, Item={"pk": {"S": key}, "sk": {"S": key}})


def delete(stage):
    delete_stack.main([*stage.flags, "--yes"])


def test_no_deploy_begins_empty_beside_kept_data_unless_a_person_agrees(stage_on_aws, capsys):
    client = stage_on_aws.cloud.client
    first = stage_on_aws.deploy(SETTINGS, TEXTS)
    put(client, first["KeepTableName"], "a", "b")
    delete(stage_on_aws)
    stacks = client("cloudformation").describe_stacks
    with pytest.raises(Problems) as refused:
        stage_on_aws.deploy(SETTINGS, TEXTS)
    message = str(refused.value)
    assert message.startswith("keep-dev would begin with empty state, although an earlier stack kept data:\n")
    assert f"  KeepTable: {first['KeepTableName']}, 2 items, of the stack from 20" in message
    assert f"  KeepBucket: {first['KeepBucketName']}, empty, of the stack from 20" in message
    assert message.endswith("  hint: `make adopt stage=dev` deploys with it, `make deploy empty=1 stage=dev` without it")
    calls = ["build/app.json", "build/template.json", "--stage", "dev", "--calls"]
    with pytest.raises(Problems) as refused:
        diff_stack.main(calls)
    assert str(refused.value) == message
    capsys.readouterr()
    diff_stack.main([*calls, "--empty"])
    planned = capsys.readouterr()
    assert planned.err.startswith("keep-dev does not use what an earlier stack kept:\n  KeepBucket: ")
    assert [call["operation"] for call in json.loads(planned.out)][-3:] == ["CreateChangeSet", "ExecuteChangeSet", "PutObject"]
    with pytest.raises(SystemExit):
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev"])
    assert "  WARNING: a deploy stops, because an earlier stack kept data: KeepTable: " \
        f"{first['KeepTableName']}, 2 items, of the stack from 20" in capsys.readouterr().out
    assert "keep-dev" not in [stack["StackName"] for stack in stacks()["Stacks"]]

    second = stage_on_aws.deploy(SETTINGS, TEXTS, "--empty")
    assert second["KeepTableName"] != first["KeepTableName"]
    assert f"  KeepTable: {first['KeepTableName']}, 2 items" in capsys.readouterr().err
    stage_on_aws.adopt(SETTINGS, TEXTS)
    assert f"`make adopt stage=dev resource={first['KeepTableName']}`\n" in capsys.readouterr().err
    delete(stage_on_aws)
    third = stage_on_aws.adopt(SETTINGS, TEXTS)  # the only one with data, though the empty one is newer
    printed = capsys.readouterr().err
    assert third["KeepTableName"] == first["KeepTableName"] and items(client, third["KeepTableName"]) == 2
    assert "earlier stacks kept 2 of KeepTable:\n" in printed and f"  KeepTable: {second['KeepTableName']}, empty, " in printed

    put(client, second["KeepTableName"], "c")
    delete(stage_on_aws)
    with pytest.raises(Problems, match="2 of KeepTable have data: .*\n  hint: name one: `make adopt stage=dev resource=keep"):
        stage_on_aws.adopt(SETTINGS, TEXTS)
    with pytest.raises(Problems, match=r"for which variable is keep-dev-KeepTable\? no earlier stack kept it"):
        stage_on_aws.adopt(SETTINGS, TEXTS, "--resource", "keep-dev-KeepTable")
    assert "keep-dev" not in [stack["StackName"] for stack in stacks()["Stacks"]]
    fourth = stage_on_aws.adopt(SETTINGS, TEXTS, "--resource", second["KeepTableName"])
    assert fourth["KeepTableName"] == second["KeepTableName"]
    assert (items(client, first["KeepTableName"]), items(client, second["KeepTableName"])) == (2, 1)


def test_a_person_types_the_name_of_the_one_to_adopt(stage_on_aws, capsys, monkeypatch):
    client = stage_on_aws.cloud.client
    settings, texts = "name: pick\n", {"one": reads("PICK_TABLE")}
    names = []
    for _time in range(2):
        names.append(stage_on_aws.deploy(settings, texts, "--empty")["PickTableName"])
        put(client, names[-1], "a")
        delete(stage_on_aws)
    stage_on_aws.build(settings, texts)
    for typed, is_right in (("pick-dev", False), (names[0], True)):
        monkeypatch.setattr(sys, "stdin", answer := io.StringIO(f"{typed}\n"))
        monkeypatch.setattr(answer, "isatty", lambda: True, raising=False)
        try:
            adopt_resources.main([stage_on_aws.flags[0], "build/template.json", *stage_on_aws.flags[1:]])
        except Problems as refused:
            assert not is_right and "not done: 'pick-dev' is none of them" in str(refused)
    assert stage_on_aws.deploy(settings, texts)["PickTableName"] == names[0]


def test_kept_state_that_is_empty_stops_no_deploy(stage_on_aws, capsys):
    client, settings, texts = stage_on_aws.cloud.client, "name: mild\n", {"one": reads("MILD_TABLE")}
    kept = stage_on_aws.deploy(settings, texts)["MildTableName"]
    delete(stage_on_aws)
    stage_on_aws.deploy(settings, texts)
    assert f"mild-dev does not use what an earlier stack kept:\n  MildTable: {kept}, empty, of" in capsys.readouterr().err
    assert items(client, kept) == 0
