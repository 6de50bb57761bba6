"""Writes the readings of the weather stations, and warns the dome.

infra:
  kinesis:
    stream: observatory-readings
    batch: 50
    tries: 4
    start: latest
  timeout: long
"""
import base64
import json
import os
import time
from decimal import Decimal

import boto3

sns = boto3.client("sns")
table = boto3.resource("dynamodb").Table(os.environ["OBSERVATORY_WEATHER_TABLE"])
MAX_WIND = Decimal(os.environ["MAX_WIND"])
MAX_HUMIDITY = 90
KEEP = 7 * 24 * 3600


def reading_of(record):
    data = base64.b64decode(record["kinesis"]["data"])
    return json.loads(data, parse_float=Decimal)


def reasons(reading):
    """Why the dome must be closed."""
    found = []
    if reading["wind"] > MAX_WIND:
        found.append(f"wind {reading['wind']} m/s")
    if reading["humidity"] > MAX_HUMIDITY:
        found.append(f"humidity {reading['humidity']} %")
    if reading.get("rain"):
        found.append("rain")
    return found


def write(reading):
    table.put_item(Item={
        "station": reading["station"],
        "at": int(reading["at"]),
        "wind": reading["wind"],
        "humidity": reading["humidity"],
        "expires": int(time.time()) + KEEP,
    })


def handler(event, context):
    for record in event["Records"]:
        try:
            reading = reading_of(record)
            write(reading)
            why = reasons(reading)
            if why:
                sns.publish(
                    TopicArn=os.environ["OBSERVATORY_DOME_TOPIC"],
                    Subject="Close the dome",
                    Message=json.dumps({"station": reading["station"], "at": reading["at"], "reasons": why}),
                    MessageAttributes={"action": {"DataType": "String", "StringValue": "close"}},
                )
        except Exception as error:
            print(f"record {record['kinesis']['sequenceNumber']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
    return {"batchItemFailures": []}
