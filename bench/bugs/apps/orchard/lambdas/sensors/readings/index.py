"""Writes the readings of the cold stores' sensors: messages with {"store", "time", "celsius", "mac"}

infra:
  queue:
    batch: 50
    window: 5
  timeout: 30
"""
import hashlib
import hmac
import json
import os
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import boto3

secrets = boto3.client("secretsmanager")
sns = boto3.client("sns")
table = boto3.resource("dynamodb").Table(os.environ["ORCHARD_READINGS_TABLE"])
WARMEST = Decimal("4.5")
KEEP = timedelta(days=400)


def signed(reading, key):
    """The mac that a sensor computes."""
    text = f"{reading['store']}|{reading['time']}|{reading['celsius']}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def write(reading):
    time = datetime.fromisoformat(reading["time"]).astimezone(timezone.utc)
    table.put_item(Item={
        "store": reading["store"],
        "time": time.isoformat(timespec="seconds"),
        "celsius": reading["celsius"],
        "expires": int((time + KEEP).timestamp()),
    })


def warn(reading):
    sns.publish(
        TopicArn=os.environ["ORCHARD_SENSORS_ALARM_TOPIC"],
        Subject=f"{reading['store']} is too warm",
        Message=json.dumps({"store": reading["store"], "celsius": str(reading["celsius"]), "time": reading["time"]}),
        MessageAttributes={"severity": {"DataType": "String", "StringValue": "warm"}},
    )


def handler(event, context):
    key = secrets.get_secret_value(SecretId=os.environ["ORCHARD_SENSORS_SECRET"])["SecretString"]
    failures = []
    for record in event["Records"]:
        try:
            reading = json.loads(record["body"], parse_float=Decimal, parse_int=Decimal)
            if not hmac.compare_digest(signed(reading, key), reading["mac"]):
                print(f"{record['messageId']} is forged")
                continue
            write(reading)
            if reading["celsius"] > WARMEST:
                warn(reading)
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
