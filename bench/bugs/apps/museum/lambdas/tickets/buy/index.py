"""Sells tickets for a time slot.

infra:
  endpoint:
    api: public
    method: POST
    path: /tickets
    schema:
      type: object
      required: [day, time, count, email]
      properties:
        day: {type: string, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'}
        time: {type: string, pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$'}
        count: {type: integer, minimum: 1, maximum: 10}
        email: {type: string}
  timeout: medium
"""
import hashlib
import hmac
import json
import os
import secrets
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

from lambdas.common import clock, web

dynamodb = boto3.resource("dynamodb")
slots = dynamodb.Table(os.environ["MUSEUM_SLOTS_TABLE"])
tickets = dynamodb.Table(os.environ["MUSEUM_TICKETS_TABLE"])
sqs = boto3.client("sqs")
manager = boto3.client("secretsmanager")


class SoldOut(web.BadRequest):
    def __init__(self):
        super().__init__("not enough places", status=409)


def sign(ticket):
    key = manager.get_secret_value(SecretId=os.environ["MUSEUM_TICKETS_SECRET"])["SecretString"]
    return hmac.new(key.encode(), ticket.encode(), hashlib.sha256).hexdigest()[:16]


def reserve(day, time, count):
    """Takes places of a slot; returns how many are free after it."""
    capacity = capacity_of(day, time)
    try:
        row = slots.update_item(
            Key={"day": day, "time": time},
            UpdateExpression="SET sold = sold + :count",
            ConditionExpression="attribute_exists(#day) AND sold <= :most AND #capacity = :capacity",
            ExpressionAttributeNames={"#day": "day", "#capacity": "capacity"},
            ExpressionAttributeValues={":count": count, ":most": capacity - count, ":capacity": capacity},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise SoldOut from error
        raise
    return int(row["capacity"] - row["sold"])


def capacity_of(day, time):
    slot = slots.get_item(Key={"day": day, "time": time}, ProjectionExpression="#c",
                          ExpressionAttributeNames={"#c": "capacity"}).get("Item")
    return slot["capacity"] if slot else 0


def write(order):
    ticket = secrets.token_hex(8)
    expires = clock.at(date.fromisoformat(order["day"]), order["time"]) + timedelta(days=30)
    tickets.put_item(
        Item={
            "ticket": ticket,
            "slot": f"{order['day']}T{order['time']}",
            "count": order["count"],
            "email": order["email"].lower(),
            "bought": clock.now().isoformat(timespec="seconds"),
            "expires": int(expires.timestamp()),
        },
        ConditionExpression=Attr("ticket").not_exists(),
    )
    return ticket


def handler(event, context):
    order = web.body_of(event)
    try:
        starts = clock.at(web.day_of(order["day"]), order["time"])
        if starts < clock.now():
            raise web.BadRequest("the slot is over")
        free = reserve(order["day"], order["time"], order["count"])
    except web.BadRequest as error:
        return web.reply(error.status, {"message": error.message})
    ticket = write(order)
    code = f"{ticket}-{sign(ticket)}"
    sqs.send_message(
        QueueUrl=os.environ["MUSEUM_MAILER_QUEUE"],
        MessageBody=json.dumps({"to": order["email"], "subject": "Your tickets",
                                "lines": [f"{order['count']} x {starts:%d.%m.%Y %H:%M}", code]}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "ticket"}},
    )
    return web.reply(201, {"code": code, "free": free})
