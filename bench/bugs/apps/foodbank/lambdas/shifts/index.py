"""A volunteer takes or leaves a shift: PUT and DELETE /shifts/{day}/{slot}, GET /shifts/{day}

infra:
  endpoint:
    api: private
    routes:
    - PUT /shifts/{day}/{slot}
    - DELETE /shifts/{day}/{slot}
    - GET /shifts/{day}
"""
import os
from datetime import date

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared.times import today
from lambdas.shared.web import answer, refuse

shifts = boto3.resource("dynamodb").Table(os.environ["FOODBANK_SHIFTS_TABLE"])
Full = shifts.meta.client.exceptions.ConditionalCheckFailedException
SLOTS = ("morning", "noon", "evening")
PLACES = 4


def handler(event, context):
    who = event["requestContext"]["authorizer"]["claims"]["sub"]
    path = event["pathParameters"]
    try:
        day = date.fromisoformat(path["day"])
    except ValueError:
        return refuse(400, "no such day")
    if event["httpMethod"] == "GET":
        return list_day(path["day"], who)
    if path["slot"] not in SLOTS:
        return refuse(404, "no such shift")
    if day < today():
        return refuse(400, "the day is over")
    if event["httpMethod"] == "DELETE":
        return leave(path["day"], path["slot"], who)
    return join(path["day"], path["slot"], who)


def join(day, slot, who):
    try:
        result = shifts.update_item(
            Key={"day": day, "slot": slot},
            UpdateExpression="ADD people :me, places :one",
            ConditionExpression="attribute_not_exists(slot) OR (places < :most AND NOT contains(people, :who))",
            ExpressionAttributeValues={":me": {who}, ":one": 1, ":most": PLACES, ":who": who},
            ReturnValues="ALL_NEW",
        )
    except Full:
        return refuse(409, "the shift is full, or yours")
    return answer(200, {"day": day, "slot": slot, "free": PLACES - result["Attributes"]["places"]})


def leave(day, slot, who):
    try:
        shifts.update_item(
            Key={"day": day, "slot": slot},
            UpdateExpression="DELETE people :me ADD places :less",
            ConditionExpression="contains(people, :who)",
            ExpressionAttributeValues={":me": {who}, ":less": -1, ":who": who},
        )
    except Full:
        return refuse(404, "this is not your shift")
    return {"statusCode": 204, "body": ""}


def list_day(day, who):
    rows = shifts.query(KeyConditionExpression=Key("day").eq(day))["Items"]
    known = {row["slot"]: row for row in rows}
    return answer(200, {slot: {
        "free": PLACES - known.get(slot, {}).get("places", 0),
        "mine": who in known.get(slot, {}).get("people", ()),
    } for slot in SLOTS})
