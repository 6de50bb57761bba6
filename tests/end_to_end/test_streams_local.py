"""The trigger stream on the local cloud: DynamoDB's records in batches, what fails, and what is moved."""
import json
import time

from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.small_apps"]
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
WRITE = '''"""Writes and changes items.

infra: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["COPIER_TABLE"])


def handler(event, context):
    for item in event:
        table.put_item(Item=item)
'''


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
