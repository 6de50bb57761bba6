"""A table that has no stream yet, and a lambda that needs it: one deploy enables the stream and reads it."""
import adopt_resources
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
TABLES = {"LateTableName": "old-late", "LateMoreTableName": "old-more"}  # outputs, and tables made elsewhere
NEEDS = {"hears": reads("LATE_TABLE", infra="{events: [{name: row, source: {type: table, name: late}, topic: MODIFY}]}"),
         "reads": reads("LATE_MORE_TABLE", infra="{stream: {table: late-more}}")}
KEYS = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]


def streams(stage, outputs):
    """Whether each of the tables has a stream."""
    tables = [stage.cloud.client("dynamodb").describe_table(TableName=outputs[name])["Table"] for name in TABLES]
    return [table.get("StreamSpecification", {}).get("StreamEnabled", False) for table in tables]


def forget_tables(stage):
    """Deploys an app without the tables."""
    stage.deploy("name: late\n", {"hears": reads()}, "--lose", "LateTable,LateMoreTable")


def test_tables_of_the_app_get_a_stream_later(stage_on_aws):
    settings = "name: late\ntables: {late: {stream: false}, late-more: {stream: false}}\n"
    before = stage_on_aws.deploy(settings, {"hears": reads("LATE_TABLE", "LATE_MORE_TABLE")})
    assert streams(stage_on_aws, before) == [False, False]
    after = stage_on_aws.deploy("name: late\n", NEEDS)
    assert [after[name] for name in TABLES] == [before[name] for name in TABLES]
    assert streams(stage_on_aws, after) == [True, True]
    forget_tables(stage_on_aws)


def test_adopted_tables_get_a_stream(stage_on_aws):
    client = stage_on_aws.cloud.client("dynamodb")
    for table in TABLES.values():
        client.create_table(TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=KEYS, AttributeDefinitions=[
            {"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in KEYS])
    stage_on_aws.build("name: late\n", NEEDS)
    for name, table in (("LATE_TABLE", "old-late"), ("LATE_MORE_TABLE", "old-more")):
        adopt_resources.main([stage_on_aws.flags[0], "build/template.json", *stage_on_aws.flags[1:],
                              "--name", name, "--resource", table])
    outputs = stage_on_aws.deploy("name: late\n", NEEDS)
    assert {name: outputs[name] for name in TABLES} == TABLES
    assert streams(stage_on_aws, outputs) == [True, True]
    forget_tables(stage_on_aws)
    for table in TABLES.values():
        client.update_table(TableName=table, DeletionProtectionEnabled=False)
        client.delete_table(TableName=table)
