"""A table that has no stream yet, and a lambda that needs it: one deploy enables the stream and reads it."""
import pytest

import adopt_resources
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
HEARS = reads("LATE_TABLE", infra="{events: [{name: row, source: {type: table, name: late}, topic: MODIFY}]}")
READS_STREAM = reads("LATE_TABLE", infra="{stream: {table: late}}")
KEYS = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]


def has_stream(stage, table):
    return stage.cloud.client("dynamodb").describe_table(TableName=table)["Table"].get("StreamSpecification", {}).get(
        "StreamEnabled", False)


@pytest.mark.parametrize("text", [HEARS, READS_STREAM])
def test_a_table_of_the_app_gets_a_stream_later(stage_on_aws, text):
    outputs = stage_on_aws.deploy("name: late\ntables: {late: {stream: false}}\n", {"one": reads("LATE_TABLE")})
    assert not has_stream(stage_on_aws, outputs["LateTableName"])
    assert stage_on_aws.deploy("name: late\n", {"one": text})["LateTableName"] == outputs["LateTableName"]
    assert has_stream(stage_on_aws, outputs["LateTableName"])
    stage_on_aws.deploy("name: late\n", {"one": reads()}, "--lose", "LateTable")


@pytest.mark.parametrize("text", [HEARS, READS_STREAM])
def test_an_adopted_table_gets_a_stream(stage_on_aws, text):
    client = stage_on_aws.cloud.client("dynamodb")
    client.create_table(TableName="old-late", BillingMode="PAY_PER_REQUEST", KeySchema=KEYS, AttributeDefinitions=[
        {"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in KEYS])
    stage_on_aws.build("name: late\n", {"one": text})
    adopt_resources.main([stage_on_aws.flags[0], "build/template.json", *stage_on_aws.flags[1:],
                          "--name", "LATE_TABLE", "--resource", "old-late"])
    assert stage_on_aws.deploy("name: late\n", {"one": text})["LateTableName"] == "old-late"
    assert has_stream(stage_on_aws, "old-late")
    stage_on_aws.deploy("name: late\n", {"one": reads()}, "--lose", "LateTable")
    client.update_table(TableName="old-late", DeletionProtectionEnabled=False)
    client.delete_table(TableName="old-late")
