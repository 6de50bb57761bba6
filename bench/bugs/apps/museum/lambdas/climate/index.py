"""Writes the climate of the rooms, which the sensors put on a stream.

infra:
  kinesis:
    stream: museum-sensors
    batch: 100
    window: 10
    tries: 5
  timeout: medium
"""
import base64
import json
import os
import time
from collections import defaultdict
from decimal import Decimal
from statistics import mean

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["MUSEUM_CLIMATE_TABLE"])
cloudwatch = boto3.client("cloudwatch")
YEAR = 365 * 24 * 3600
LIMITS = {"humidity": (Decimal(40), Decimal(60)), "celsius": (Decimal(16), Decimal(24))}


def reading_of(record):
    data = base64.b64decode(record["kinesis"]["data"])
    return json.loads(data, parse_float=Decimal)


def is_bad(reading):
    return any(not low <= reading[name] <= high for name, (low, high) in LIMITS.items())


def write(readings):
    with table.batch_writer(overwrite_by_pkeys=["room", "time"]) as batch:
        for reading in readings:
            batch.put_item(Item={
                "room": reading["room"],
                "time": int(reading["time"]),
                "humidity": reading["humidity"],
                "celsius": reading["celsius"],
                "bad": is_bad(reading),
                "expires": int(time.time()) + YEAR,
            })


def measure(readings):
    rooms = defaultdict(list)
    for reading in readings:
        rooms[reading["room"]].append(float(reading["humidity"]))
    cloudwatch.put_metric_data(Namespace="Museum", MetricData=[
        {"MetricName": "Humidity", "Unit": "Percent", "Value": mean(values),
         "Dimensions": [{"Name": "Room", "Value": room}]}
        for room, values in rooms.items()
    ])


def handler(event, context):
    readings, failures = [], []
    for record in event["Records"]:
        try:
            reading = reading_of(record)
            is_bad(reading)
        except (ValueError, KeyError) as error:
            print(f"record {record['kinesis']['sequenceNumber']}: {error!r}")
            failures.append({"itemIdentifier": record["kinesis"]["sequenceNumber"]})
            break
        readings.append(reading)
    if readings:
        write(readings)
        measure(readings)
    return {"batchItemFailures": failures}
