"""A driver starts a trip: POST /trips with {"plate"}

infra:
  endpoint:
    api: private
    method: POST
    path: /trips
"""
import json
import uuid

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared import store
from lambdas.shared.http import claims, reply


def handler(event, context):
    driver = claims(event)["sub"]
    try:
        plate = json.loads(event["body"])["plate"]
    except (KeyError, TypeError, ValueError):
        return reply(400, {"error": "which van?"})
    van = store.vehicle(plate)
    if van is None or van.get("driver") not in (None, driver):
        return reply(404, {"error": f"no van {plate} for you"})
    if running(driver):
        return reply(409, {"error": "end the other trip first"})
    id_ = uuid.uuid4().hex
    store.table.put_item(Item={**store.trip_key(id_), "plate": plate, "driver": driver, "started": store.now()})
    return reply(201, {"id": id_})


def running(driver):
    """The trip of a driver that has not ended, or None."""
    page = store.table.query(
        IndexName="by_driver",
        KeyConditionExpression=Key("driver").eq(driver),
        FilterExpression=Attr("ended").not_exists(),
        ScanIndexForward=False)
    return page["Items"][0] if page["Items"] else None
