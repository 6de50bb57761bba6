"""Tables of app.yaml on the local cloud: their keys, indexes, events and time to live, and what a deploy refuses."""
import json
import time

import pytest

from kit.problems import Problems
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

SETTINGS = """name: shop
tables:
  shop:
    key: {customer: string, placed: number}
    ttl: expires
    indexes:
      by_email: {key: {email: string}, projection: keys}
      by_place: {key: {email: string, customer: string}, sort: {round: string, total: number}}
      by_total: {key: {customer: string, total: number}, local: true}
"""
TAKE = '''"""Takes orders, and reads them by index.

infra: {}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["SHOP_TABLE"])


def handler(event, context):
    if "email" in event:
        items = table.query(IndexName="by_email", KeyConditionExpression=Key("email").eq(event["email"]))["Items"]
        own = table.query(IndexName="by_total", KeyConditionExpression=Key("customer").eq("ann"), ConsistentRead=True)
        place = Key("email").eq("a@b") & Key("customer").eq("ann") & Key("round").eq("1") & Key("total").gt(2)
        places = table.query(IndexName="by_place", KeyConditionExpression=place, ScanIndexForward=False)["Items"]
        return [sorted(items[0]), [int(item["total"]) for item in own["Items"]], [int(item["total"]) for item in places]]
    table.put_item(Item={"customer": "ann", **event["order"]})
'''
WATCH = lambda_text(
    "events:\n- name: changed\n  source: {type: table, name: shop}\n  pattern: {customer: [ann]}",
    'boto3.client("s3").put_object(Bucket=os.environ["SHOP_BUCKET"], Key=event["id"], Body=json.dumps(event))', "json",
    "os", "boto3")


def remembered(local_cloud, bucket):
    """The events that the lambda has written down, in the order of their types."""
    s3 = local_cloud.client("s3")
    objects = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    events = [json.loads(s3.get_object(Bucket=bucket, Key=object_["Key"])["Body"].read()) for object_ in objects]
    return sorted(events, key=lambda event: event["detail-type"])


def test_keys_indexes_events_and_time_to_live(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS, {"take": TAKE, "watch": WATCH})
    order = {"placed": 5, "email": "a@b", "total": 7, "expires": int(time.time()) - 10}
    local_cloud.invoke("shop-local-take", {"order": {**order, "placed": 6, "total": 3, "round": "1", "expires": 0}})
    assert local_cloud.invoke("shop-local-take", {"email": "a@b"}) == [["customer", "email", "placed"], [3], [3]]
    local_cloud.invoke("shop-local-take", {"order": order})
    events = eventually(lambda: (lambda found: found if len(found) == 3 else None)(
        remembered(local_cloud, outputs["ShopBucketName"])))
    details = [event["detail"] for event in events]
    assert [event["detail-type"] for event in events] == ["INSERT", "INSERT", "REMOVE"]
    names = ["customer", "email", "expires", "placed", "total"]
    assert details[2] == {"customer": "ann", "placed": 5, "eventName": "REMOVE", "ttl": True, "diffKeys": names,
                          "records": [{"customer": "ann", "placed": 5, "newImage": None,
                                       "oldImage": {"customer": "ann", **order}}]}
    assert [detail["placed"] for detail in details[:2]] in ([5, 6], [6, 5]) and "ttl" not in details[0]


def test_another_key_replaces_the_table_only_if_a_person_agrees(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS, {"take": TAKE})
    local_cloud.invoke("shop-local-take", {"order": {"placed": 5, "email": "a@b", "total": 7}})
    changed = SETTINGS.replace("placed: number", "placed: string")
    with pytest.raises(Problems, match="the table ShopTable is REPLACED by an empty one: its 1 item"):
        deploy_app(changed, {"take": TAKE})
    table = local_cloud.client("dynamodb").describe_table(TableName=outputs["ShopTableName"])["Table"]
    assert table["ItemCount"] == 1
    assert deploy_app(changed, {"take": TAKE}, "--yes")["ShopTableName"] != outputs["ShopTableName"]


def test_a_table_without_a_stream_has_no_events(deploy_app, local_cloud):
    outputs = deploy_app(SETTINGS.replace("ttl: expires", "stream: false"), {"take": TAKE})
    table = local_cloud.client("dynamodb").describe_table(TableName=outputs["ShopTableName"])["Table"]
    assert not table.get("LatestStreamArn")
    deploy_app(SETTINGS, {"take": TAKE})
    table = local_cloud.client("dynamodb").describe_table(TableName=outputs["ShopTableName"])["Table"]
    assert table["LatestStreamArn"]


BATCHES = "name: shop\ntables:\n  shop: {batch: 1}\n  shop-many: {batch: 3, window: 300}\n"
FILL = '''"""Fills both tables.

infra: {}
"""
import os

import boto3

tables = [boto3.resource("dynamodb").Table(name) for name in (os.environ["SHOP_TABLE"], os.environ["SHOP_MANY_TABLE"])]


def handler(event, context):
    for at in range(3):
        for table in tables:
            table.put_item(Item={"pk": "a", "sk": f"b#{at}"})
'''


def test_an_event_has_the_records_of_one_batch(deploy_app, local_cloud):
    watch = WATCH.replace("    pattern: {customer: [ann]}\n", "  - name: many\n    source: {type: table, name: shop-many}\n")
    outputs = deploy_app(BATCHES, {"fill": FILL, "watch": watch})
    local_cloud.invoke("shop-local-fill", {})
    events = eventually(lambda: remembered(local_cloud, outputs["ShopBucketName"]), lambda events: len(events) == 4)
    assert sorted((event["source"] == outputs["ShopManyTableName"], len(event["detail"]["records"])) for event in events) == [
        (False, 1)] * 3 + [(True, 3)]
