"""Stores the readings of the cold rooms, and raises the alarm when a room is warm three times in a row.

The sensors send to the queue: {"room": "n1", "measured": 1780000000, "celsius": 4.5}

infra:
  queue:
    batch: 50
    window: 10
    concurrency: 2
  timeout: long
"""
import json
import os
from datetime import datetime
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared.times import ZONE, expiry

readings = boto3.resource("dynamodb").Table(os.environ["FOODBANK_READINGS_TABLE"])
sns = boto3.client("sns")
WARMEST = Decimal(os.environ["WARMEST"])
IN_A_ROW = 3


def handler(event, context):
    newest = {}
    failures = []
    with readings.batch_writer(overwrite_by_pkeys=["room", "measured"]) as writer:
        for record in event["Records"]:
            try:
                reading = json.loads(record["body"], parse_float=Decimal)
                room, measured = reading["room"], int(reading["measured"])
                celsius = Decimal(reading["celsius"])
            except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                print(f"{record['messageId']}: {error!r}")
                failures.append({"itemIdentifier": record["messageId"]})
                continue
            writer.put_item(Item={"room": room, "measured": measured, "celsius": celsius, "expires": expiry(90)})
            newest[room] = max(measured, newest.get(room, 0))
    for room, measured in newest.items():
        check(room, measured)
    return {"batchItemFailures": failures}


def check(room, measured):
    rows = readings.query(
        KeyConditionExpression=Key("room").eq(room) & Key("measured").lte(measured),
        ScanIndexForward=False,
        Limit=IN_A_ROW,
        ConsistentRead=True,
    )["Items"]
    if len(rows) < IN_A_ROW or any(row["celsius"] <= WARMEST for row in rows):
        return
    since = datetime.fromtimestamp(int(rows[-1]["measured"]), ZONE)
    sns.publish(
        TopicArn=os.environ["FOODBANK_NOTICES_TOPIC"],
        Subject=f"Cold room {room} is warm",
        Message=json.dumps({"room": room, "celsius": str(rows[0]["celsius"]), "since": since.isoformat()}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "cold"}},
    )
