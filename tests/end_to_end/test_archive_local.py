"""`bus: {archive: ...}` on the local cloud: what a lambda emits is archived, and a replay invokes the rule's lambda again."""
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

EMIT = '''"""Emits.

infra: {}
"""
import json
import os

import boto3


def handler(event, context):
    boto3.client("events").put_events(Entries=[{
        "EventBusName": os.environ["ARCHIVED_BUS"], "Source": "archived", "DetailType": "DayClosed",
        "Detail": json.dumps(event)}])
'''
CLOSE = lambda_text(
    "events:\n- name: closed\n  topic: DayClosed",
    'table.put_item(Item={"pk": event["id"], "sk": event["detail"]["day"], "replay": event.get("replay-name", "")})',
    "os", "boto3", before='table = boto3.resource("dynamodb").Table(os.environ["ARCHIVED_TABLE"])')


def test_a_replay_invokes_the_lambda_again(deploy_app, local_cloud):
    outputs = deploy_app("name: archived\nbus: {archive: 30 days}\n", {"emit": EMIT, "close": CLOSE})

    def rows():
        items = local_cloud.client("dynamodb").scan(TableName=outputs["ArchivedTableName"])["Items"]
        return sorted((item["replay"]["S"], item["sk"]["S"]) for item in items)
    local_cloud.invoke("archived-local-emit", {"day": "monday"})
    assert eventually(rows) == [("", "monday")]
    local_cloud.client("events").start_replay(
        ReplayName="again", EventSourceArn=outputs["ArchivedBusArchiveArn"],
        Destination={"Arn": outputs["ArchivedBusArn"]}, EventStartTime="2000-01-01T00:00:00Z",
        EventEndTime="2100-01-01T00:00:00Z")
    assert eventually(rows, lambda rows_: len(rows_) == 2) == [("", "monday"), ("again", "monday")]
