"""Holds seats for half an hour, until they are paid.

infra:
  endpoint:
    api: public
    method: POST
    path: /bookings
    schema:
      type: object
      required: [sailing, email, name, seats]
      properties:
        sailing: {type: string, minLength: 3}
        email: {type: string, pattern: "^[^@ ]+@[^@ ]+$"}
        name: {type: string, minLength: 1}
        seats: {type: integer, minimum: 1, maximum: 9}
        vehicle: {type: string, enum: [car, bike, van]}
  timeout: medium
"""
import json
import os
import uuid
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import model, web

PRICES = {None: 0, "bike": 40, "car": 180, "van": 260}
SEAT = 95
HOLD = timedelta(minutes=30)
RELEASE = json.loads(os.environ["FERRY_RELEASE_SCHEDULE"])
scheduler = boto3.client("scheduler")


def price(seats, vehicle):
    return seats * SEAT + PRICES[vehicle]


def take(sailing, seats):
    """Takes free seats of a sailing, or refuses."""
    try:
        model.sailings.update_item(
            Key=model.sailing_key(sailing.id),
            UpdateExpression="SET seats_left = seats_left - :seats",
            ConditionExpression="attribute_exists(pk) AND seats_left >= :seats",
            ExpressionAttributeValues={":seats": seats})
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise web.Refused(409, "there are not enough free seats") from error
        raise


def plan_release(sailing, booking_id):
    at = datetime.now(timezone.utc) + HOLD
    scheduler.create_schedule(
        Name=f"release-{booking_id}",
        GroupName=RELEASE["GroupName"],
        ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={**RELEASE["Target"], "Input": json.dumps({"sailing": sailing.id, "booking": booking_id})})


@web.guarded
def handler(event, context):
    body = json.loads(event["body"])
    sailing = model.sailing(body["sailing"])
    if sailing is None:
        raise web.Refused(404, "there is no such sailing")
    if sailing.departs <= datetime.now(timezone.utc):
        raise web.Refused(410, "this ferry has left")
    take(sailing, body["seats"])
    booking_id = uuid.uuid4().hex[:12]
    cost = price(body["seats"], body.get("vehicle"))
    model.bookings.put_item(Item={
        "sailing": sailing.id, "booking": booking_id, "status": model.HELD, "seats": body["seats"],
        "name": body["name"], "email": body["email"].lower(), "vehicle": body.get("vehicle"), "cost": cost,
        "created": model.now(), "day": sailing.day, "departs": sailing.departs.isoformat()})
    plan_release(sailing, booking_id)
    return web.answer(201, {"booking": booking_id, "cost": cost})
