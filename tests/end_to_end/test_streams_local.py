"""The trigger stream on the local cloud: its batches and failures, and a stream that a deploy enables later."""
import json
import time

import adopt_resources
from tests.fixtures.aws_stages import reads
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.aws_stages"]
SETTINGS = "name: copier\ntables:\n  copier: {key: {id: string, at: number}, ttl: expires, stream: false}\n"
COPY = '''"""Copies new items to a bucket; items with `bad` fail.

infra:
  stream:
    table: copier
    tries: 2
    filter: [{eventName: [INSERT]}, {userIdentity: {principalId: [dynamodb.amazonaws.com]}}]
"""
import json
import os

import boto3

bucket = boto3.resource("s3").Bucket(os.environ["COPIER_BUCKET"])


def handler(event, context):
    for record in event["Records"]:
        keys = record["dynamodb"]["Keys"]
        if "bad" in record["dynamodb"].get("NewImage", {}):
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
        name = f"{record['eventName']}-{keys['id']['S']}-{keys['at']['N']}"
        bucket.put_object(Key=name, Body=json.dumps(record.get("userIdentity")))
'''
WRITE = lambda_text(
    "{}", "for item in event:\n    table.put_item(Item=item)", "os", "boto3",
    before='table = boto3.resource("dynamodb").Table(os.environ["COPIER_TABLE"])')


def keys(local_cloud, outputs):
    objects = local_cloud.client("s3").list_objects_v2(Bucket=outputs["CopierBucketName"]).get("Contents", [])
    return sorted(object_["Key"] for object_ in objects)


def test_records_arrive_as_dynamodb_has_them_and_the_failed_one_is_moved(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS, {"copy": COPY, "write": WRITE})
    local_cloud.invoke("copier-local-write", [{"id": "a", "at": 1}, {"id": "b", "at": 1, "bad": True},
                                              {"id": "b", "at": 1, "n": 2}, {"id": "c", "at": 1, "expires": 1}])
    assert eventually(lambda: keys(local_cloud, outputs) == ["INSERT-a-1", "INSERT-c-1"])
    queue = outputs["FailuresQueueUrl"]
    message = eventually(lambda: local_cloud.client("sqs").receive_message(QueueUrl=queue).get("Messages"))[0]
    body = json.loads(message["Body"])
    assert body["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert body["requestContext"]["approximateInvokeCount"] == 2 and body["DDBStreamBatchInfo"]["batchSize"] == 1


def test_an_expired_items_record_names_dynamodb(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS, {"copy": COPY, "write": WRITE})
    local_cloud.invoke("copier-local-write", [{"id": "c", "at": 2, "expires": int(time.time()) - 9}])
    assert eventually(lambda: keys(local_cloud, outputs) == ["INSERT-c-2", "REMOVE-c-2"])
    body = local_cloud.client("s3").get_object(Bucket=outputs["CopierBucketName"], Key="REMOVE-c-2")["Body"].read()
    assert json.loads(body) == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


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
