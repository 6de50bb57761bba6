"""Stores what the sensors of the rooms measure, and raises an alarm: records {"sensor", "taken", "humidity", "lux"}.

infra:
  kinesis:
    stream: castle-climate
    batch: 200
    window: 10
    tries: 4
  timeout: 60
  size: medium
"""
import base64
import json
import os
from dataclasses import dataclass
from decimal import Decimal

import boto3

sns = boto3.client("sns")
readings = boto3.resource("dynamodb").Table(os.environ["CASTLE_READINGS_TABLE"])
KEPT_SECONDS = 90 * 24 * 3600


@dataclass(frozen=True)
class Limits:
    driest: Decimal
    wettest: Decimal
    brightest: Decimal

    def broken_by(self, reading):
        """What is wrong with a reading, or None."""
        if not self.driest <= reading["humidity"] <= self.wettest:
            return f"humidity {reading['humidity']} %"
        if reading["lux"] > self.brightest:
            return f"light {reading['lux']} lux"
        return None


ROOMS = {"textiles": Limits(Decimal(45), Decimal(55), Decimal(50))}
DEFAULT = Limits(Decimal(40), Decimal(60), Decimal(200))


def decoded(record):
    data = base64.b64decode(record["kinesis"]["data"])
    return json.loads(data, parse_float=Decimal)


def alarm(reading, reason):
    sns.publish(
        TopicArn=os.environ["CASTLE_ALARM_TOPIC"],
        Message=f"{reading['sensor']}: {reason}",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "climate"}},
    )


def store(rows):
    with readings.batch_writer(overwrite_by_pkeys=["sensor", "taken"]) as batch:
        for row in rows:
            batch.put_item(Item={**row, "expires": row["taken"] + KEPT_SECONDS})


def handler(event, context):
    rows = []
    for record in event["Records"]:
        try:
            reading = decoded(record)
        except ValueError:
            print(f"no JSON: {record['kinesis']['sequenceNumber']}")
            continue
        rows.append(reading)
    store(rows)
    worst = {}
    for reading in rows:
        room = reading["sensor"].split("/")[0]
        if reason := ROOMS.get(room, DEFAULT).broken_by(reading):
            worst[reading["sensor"]] = (reading, reason)
    for reading, reason in worst.values():
        alarm(reading, reason)
    return {"batchItemFailures": []}
