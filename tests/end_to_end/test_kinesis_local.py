"""A lambda puts records on a Kinesis stream, another reads them: on the local cloud, with its shards and its failures."""
import json

from tests.fixtures.fake_functions import eventually

SETTINGS = "name: clicks\nstreams:\n  clicks-all: {shards: %s, keep: 2}\n"
PUT = '''"""Puts clicks on the stream.

infra: {}
"""
import json
import os

import boto3

kinesis = boto3.client("kinesis")


def handler(event, context):
    kinesis.put_records(StreamName=os.environ["CLICKS_ALL_STREAM"], Records=[
        {"Data": json.dumps(click).encode(), "PartitionKey": click["user"]} for click in event])
'''
COUNT = '''"""Stores clicks; one without a page fails.

infra:
  kinesis:
    stream: clicks-all
    tries: 2
    filter: {kind: [buy]}
"""
import base64
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CLICKS_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        click = json.loads(base64.b64decode(record["kinesis"]["data"]))
        if "page" not in click:
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
        table.put_item(Item={"pk": click["user"], "sk": click["page"]})
'''


def rows(local_cloud, outputs):
    items = local_cloud.client("dynamodb").scan(TableName=outputs["ClicksTableName"], ConsistentRead=True)["Items"]
    return sorted((item["pk"]["S"], item["sk"]["S"]) for item in items)


def click(user, **more):
    return {"user": user, "kind": "buy", **more}


def test_records_are_stored_the_failed_one_is_moved_and_more_shards_lose_none(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS % 1, {"put": PUT, "count": COUNT})
    kinesis, stream = local_cloud.client("kinesis"), outputs["ClicksAllDataStreamName"]
    summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    assert (summary["RetentionPeriodHours"], summary["EncryptionType"], summary["OpenShardCount"]) == (48, "KMS", 1)
    local_cloud.invoke("clicks-local-put", [click("a", page="1"), click("a"), {"user": "a", "kind": "see", "page": "2"},
                                            click("a", page="3")])
    assert eventually(lambda: rows(local_cloud, outputs) == [("a", "1"), ("a", "3")])
    queue = outputs["FailuresQueueUrl"]
    message = eventually(lambda: local_cloud.client("sqs").receive_message(QueueUrl=queue).get("Messages"))[0]
    body = json.loads(message["Body"])
    assert body["requestContext"]["approximateInvokeCount"] == 2 and body["KinesisBatchInfo"]["batchSize"] == 1

    deploy_app(SETTINGS % 2, {"put": PUT, "count": COUNT})
    assert kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["OpenShardCount"] == 2
    local_cloud.invoke("clicks-local-put", [click(user, page="4") for user in "abcdefgh"])
    assert eventually(lambda: rows(local_cloud, outputs) == sorted(
        [("a", "1"), ("a", "3"), *((user, "4") for user in "abcdefgh")]))
