"""Counts the seats that came on board, by route and day.

infra:
  events:
  - name: boarded
    source: {type: table, name: ferry-bookings}
    topic: MODIFY
    pattern:
      diffKeys: [boarded_at]
"""
import os
import time

import boto3

dynamodb = boto3.resource("dynamodb")
tally = dynamodb.Table(os.environ["FERRY_TALLY_TABLE"])
seen = dynamodb.Table(os.environ["FERRY_SEEN_TABLE"])
WEEK = 7 * 24 * 60 * 60


def is_new(booking):
    try:
        seen.put_item(Item={"id": booking, "expires": int(time.time()) + WEEK},
                      ConditionExpression="attribute_not_exists(id)")
    except dynamodb.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def handler(event, context):
    for record in event["detail"]["records"]:
        row = record["newImage"]
        if not row or row["status"] != "BOARDED" or not is_new(row["booking"]):
            continue
        tally.update_item(
            Key={"route": row["sailing"].split("-")[0], "day": row["day"]},
            UpdateExpression="ADD seats :seats, parties :one",
            ExpressionAttributeValues={":seats": int(row["seats"]), ":one": 1})
