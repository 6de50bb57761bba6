"""`make adopt`: what a deleted stack kept, or what was made elsewhere, is the state of the new stack; nothing is lost."""
from pathlib import Path

import pytest

import adopt_resources
import delete_stack
from kit.problems import Problems
from tests.fixtures.api_calls import Stopped
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages", "tests.fixtures.api_calls"]
STATE = ["HOME_TABLE", "HOME_A_TABLE", "HOME_BUCKET", "HOME_WEBSITE"]
PRIVATE = reads(*STATE, infra="{endpoint: {api: private, method: GET, path: /a}}")
KEYS = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]


def fill(client, outputs):
    client("dynamodb").put_item(TableName=outputs["HomeTableName"], Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
    for name in ("HomeBucketName", "HomeWebsiteName"):
        client("s3").put_object(Bucket=outputs[name], Key="a", Body=b"a")
    client("cognito-idp").admin_create_user(UserPoolId=outputs["UserPoolId"], Username="ann@example.com")


def amounts(client, outputs):
    """The numbers of items, objects and users."""
    return (len(client("dynamodb").scan(TableName=outputs["HomeTableName"])["Items"]),
            *(client("s3").list_objects_v2(Bucket=outputs[name])["KeyCount"] for name in ("HomeBucketName", "HomeWebsiteName")),
            len(client("cognito-idp").list_users(UserPoolId=outputs["UserPoolId"])["Users"]))


def names_of_state(outputs):
    return {name: outputs[name] for name in ("HomeTableName", "HomeATableName", "HomeBucketName", "HomeWebsiteName", "UserPoolId")}


def test_what_a_deleted_stack_kept_is_the_state_of_the_next_one(stage_on_aws, capsys):
    client, texts = stage_on_aws.cloud.client, {"one": PRIVATE}
    before = stage_on_aws.deploy("name: home\n", texts)
    fill(client, before)
    delete_stack.main([*stage_on_aws.flags, "--yes"])
    printed = capsys.readouterr().err
    assert printed.count("  remains: AWS::") == 5 and printed.endswith(
        "  hint: `make adopt stage=dev` creates a new stack with them\n")
    after = stage_on_aws.adopt("name: home\n", texts)
    assert names_of_state(after) == names_of_state(before) and amounts(client, after) == (1, 1, 1, 1)
    printed = capsys.readouterr().err  # the stack has no function yet, so no record of code is lost
    assert "home-dev: 5 adopted\n" in printed and "is not in the bucket" not in printed
    assert names_of_state(stage_on_aws.adopt("name: home\n", texts)) == names_of_state(before)  # again is no mistake
    assert "home-dev: nothing to adopt\n" in capsys.readouterr().err


def test_what_the_app_no_longer_has_or_has_anew_stays_outside(stage_on_aws, capsys):
    before = stage_on_aws.deploy("name: away\n", {"one": reads("AWAY_TABLE", "AWAY_B_TABLE", "AWAY_C_TABLE")})
    delete_stack.main([*stage_on_aws.flags, "--yes"])
    stage_on_aws.cloud.client("dynamodb").delete_table(TableName=before["AwayCTableName"])
    stage_on_aws.deploy("name: away\n", {"one": reads("AWAY_TABLE")})
    capsys.readouterr()
    stage_on_aws.adopt("name: away\n", {"one": reads("AWAY_TABLE", "AWAY_C_TABLE")})
    printed = capsys.readouterr().err
    assert f"  {before['AwayTableName']} stays outside: the stack has created a new AwayTable, " in printed
    assert f"  {before['AwayBTableName']} stays outside: the app has no AwayBTable\n" in printed
    assert f"  {before['AwayCTableName']} was deleted\n" in printed and "away-dev: nothing to adopt\n" in printed


@pytest.fixture
def old_table(local_cloud):
    """A table with one item that Pareto did not make."""
    client = local_cloud.client("dynamodb")
    client.create_table(TableName="old-table", BillingMode="PAY_PER_REQUEST", KeySchema=KEYS, AttributeDefinitions=[
        {"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in KEYS])
    client.put_item(TableName="old-table", Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
    yield client
    client.update_table(TableName="old-table", DeletionProtectionEnabled=False)
    client.delete_table(TableName="old-table")


def test_a_table_made_elsewhere_is_one_of_the_app(stage_on_aws, old_table):
    texts = {"one": reads("HIRE_TABLE")}
    words = ["--name", "HIRE_TABLE", "--resource", "old-table"]
    stage_on_aws.deploy("name: hire\n", {"one": reads()})
    assert stage_on_aws.adopt("name: hire\n", texts, *words)["HireTableName"] == "old-table"
    assert len(old_table.scan(TableName="old-table")["Items"]) == 1
    assert old_table.describe_table(TableName="old-table")["Table"]["StreamSpecification"]["StreamEnabled"]
    recovery = old_table.describe_continuous_backups(TableName="old-table")["ContinuousBackupsDescription"]
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    stage_on_aws.adopt("name: hire\n", texts, *words)
    s3 = stage_on_aws.cloud.client("s3")
    s3.create_bucket(Bucket="old-pictures", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="old-pictures", Key="a", Body=b"a")
    texts = {"one": reads("HIRE_TABLE", "HIRE_BUCKET")}
    outputs = stage_on_aws.adopt("name: hire\n", texts, "--name", "HIRE_BUCKET", "--resource", "old-pictures")
    assert (outputs["HireBucketName"], outputs["HireTableName"]) == ("old-pictures", "old-table")
    assert s3.list_objects_v2(Bucket="old-pictures")["KeyCount"] == 1
    assert s3.get_bucket_versioning(Bucket="old-pictures")["Status"] == "Enabled"
    words[-1] += ",old-pictures,x"
    with pytest.raises(Problems, match="not for x\n  hint: `make adopt stage=dev resource=x` first"):
        stage_on_aws.adopt("name: hire\n", texts, *words)
    delete_stack.main([*stage_on_aws.flags, "--yes"])
    with pytest.raises(Problems, match="for which variable is x"):
        stage_on_aws.adopt("name: hire\n", texts, *words)
    words[-1] = "old-table,old-pictures"
    assert stage_on_aws.adopt("name: hire\n", texts, *words)["HireBucketName"] == "old-pictures"
    stage_on_aws.deploy("name: hire\n", {"one": reads()}, "--lose", "HireTable,HireBucket")


def test_what_is_adopted_by_its_name_is_not_adopted_a_second_time_as_what_was_kept(stage_on_aws):
    texts = {"one": reads("SWAP_TABLE", "SWAP_A_TABLE")}
    before = stage_on_aws.deploy("name: swap\n", texts)
    delete_stack.main([*stage_on_aws.flags, "--yes"])
    after = stage_on_aws.adopt("name: swap\n", texts, "--name", "SWAP_TABLE", "--resource", before["SwapATableName"])
    assert after["SwapTableName"] == before["SwapATableName"] and after["SwapATableName"] not in before.values()
    stage_on_aws.deploy("name: swap\n", {"one": reads()}, "--lose", "SwapTable,SwapATable")


def test_an_adoption_that_is_killed_after_any_call_is_completed_by_the_next(stage_on_aws, old_table, api_calls):
    words = ["--name", "STOP_TABLE", "--resource", "old-table"]
    stage_on_aws.build("name: stop\n", {"one": reads("STOP_TABLE")})
    for calls in range(100):
        api_calls.stop_after(calls)
        try:
            adopt_resources.main([stage_on_aws.flags[0], "build/template.json", *stage_on_aws.flags[1:], *words])
            break
        except Stopped:
            api_calls.left = None
    api_calls.left = None
    assert calls == 4  # the template is uploaded, the change set created, then executed; a fourth stop comes after all
    assert stage_on_aws.adopt("name: stop\n", {"one": reads("STOP_TABLE")}, *words)["StopTableName"] == "old-table"
    assert len(old_table.scan(TableName="old-table")["Items"]) == 1
    stage_on_aws.deploy("name: stop\n", {"one": reads()}, "--lose", "StopTable")


@pytest.mark.parametrize("settings, mistakes", [
    ("tables: {bad: {key: {id: string}}}", [(["--name", "BAD_TABLE", "--resource", "old-table"],
     "old-table has another KeySchema than BadTable: the deploy would replace it by an empty one")]),
    ("", [(["--name", "BAD_TABEL", "--resource", "old-table"], "no lambda reads a table or bucket 'BAD_TABEL'"),
          (["--name", "BAD_TABLE", "--resource", "no-table"], "there is no table no-table in eu-west-1"),
          (["--name", "BAD_TABLE"], "which table for BAD_TABLE\\?\n  hint: write its name"),
          (["--resource", "old-table"], "for which variable"),
          (["--name", "BAD_TABLE", "--resource", "arn:aws:dynamodb:eu-west-1:123456789012:table/old-table"],
           "there is no table arn:aws:dynamodb:eu-west-1:123456789012:table/old-table in eu-west-1\n  hint: write its name as"),
          (["--name", "BAD_BUCKET", "--resource", "s3://old-pictures"], "there is no bucket s3://old-pictures in"),
          (["--name", "BAD_BUCKET", "--resource", "bad-artifacts"], "bad-artifacts is the bucket of the app's zips")])])
def test_what_cannot_be_adopted_is_a_problem(stage_on_aws, old_table, settings, mistakes):
    stage_on_aws.build(f"name: bad\n{settings}\n", {"one": reads("BAD_TABLE", "BAD_BUCKET")})
    for words, message in mistakes:
        with pytest.raises(Problems, match=message):
            adopt_resources.main([stage_on_aws.flags[0], "build/template.json", *stage_on_aws.flags[1:], *words])
    assert "bad-dev" not in [stack["StackName"] for stack in stage_on_aws.cloud.client("cloudformation").describe_stacks()["Stacks"]]


def test_a_table_of_another_stack_is_not_adopted(stage_on_aws):
    table = stage_on_aws.deploy("name: owner\n", {"one": reads("OWNER_TABLE")})["OwnerTableName"]
    with pytest.raises(Problems, match="the stack owner-dev has one of them, and a resource can be in one stack only"):
        stage_on_aws.adopt("name: thief\n", {"one": reads("THIEF_TABLE")}, "--name", "THIEF_TABLE", "--resource", table)
    with pytest.raises(Problems, match="hint: copy its data to the new one: docs/tables.md#another-name-or-another-key"):
        stage_on_aws.adopt("name: owner\n", {"one": reads("OWNER_NEW_TABLE")}, "--name", "OWNER_NEW_TABLE", "--resource",
                           table)
    stage_on_aws.build("name: owner\n", {"one": reads("OWNER_TABLE")})
    delete_stack.main([*stage_on_aws.flags, "--yes"])


OWN = """Resources:
  OldTable:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      TableName: {}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: pk, AttributeType: S}}, {{AttributeName: sk, AttributeType: S}}]
      KeySchema: [{{AttributeName: pk, KeyType: HASH}}, {{AttributeName: sk, KeyType: RANGE}}]
"""


def test_a_table_of_resources_yaml_is_adopted_by_its_logical_id(stage_on_aws, old_table):
    texts, words = {"one": reads()}, ["--name", "OldTable", "--resource", "old-table"]
    Path("resources.yaml").write_text(OWN.format("old-table"))
    with pytest.raises(Problems, match="hint: it may hold data: `make adopt name=OldTable resource=..."):
        stage_on_aws.deploy("name: own\n", texts)
    Path("resources.yaml").write_text(OWN.format("other"))
    with pytest.raises(Problems, match="old-table has another name than OldTable"):
        stage_on_aws.adopt("name: own\n", texts, *words)
    Path("resources.yaml").write_text(OWN.format("!Sub old-table"))
    stage_on_aws.adopt("name: own\n", texts, *words)
    stack = stage_on_aws.cloud.client("cloudformation").describe_stack_resource(
        StackName="own-dev", LogicalResourceId="OldTable")["StackResourceDetail"]
    assert stack["PhysicalResourceId"] == "old-table" and len(old_table.scan(TableName="old-table")["Items"]) == 1
    stage_on_aws.adopt("name: own\n", texts, *words)  # again is no mistake
    Path("resources.yaml").unlink()
    stage_on_aws.deploy("name: own\n", texts, "--lose", "OldTable")
    assert len(old_table.scan(TableName="old-table")["Items"]) == 1
