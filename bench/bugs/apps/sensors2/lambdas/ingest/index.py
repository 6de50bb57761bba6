"""Stores the readings of the stream, and adds them up by the hour: {"device", "time", "celsius", "humidity"}.

infra:
  kinesis:
    stream: sense-readings
    batch: 100
    window: 5
    tries: 5
  timeout: 60
"""
import base64
import json
import os
from datetime import timedelta
from decimal import Decimal

from lambdas.station import rows

HOURS = rows.dynamodb.Table(os.environ["SENSE_HOURS_TABLE"])
READING_DAYS = 30
HOUR_DAYS = 400


def handler(event, context):
    for record in event["Records"]:
        number = record["kinesis"]["sequenceNumber"]
        try:
            reading = parse(base64.b64decode(record["kinesis"]["data"]))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            print(f"{number} is no reading: {error!r}")
            continue
        try:
            store(reading)
        except Exception as error:
            print(f"{number}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def parse(data):
    """The reading of a record; an exception if it is none."""
    said = json.loads(data, parse_float=Decimal)
    return {"device": str(said["device"]), "moment": rows.moment_of(said["time"]), "celsius": Decimal(said["celsius"]),
            "humidity": Decimal(said.get("humidity", 0))}


def store(reading):
    """Writes a reading and its hour; one that comes again changes nothing."""
    device, time = reading["device"], rows.text_of(reading["moment"])
    try:
        rows.client.transact_write_items(TransactItems=[
            {"Put": {
                "TableName": rows.table.name,
                "Item": {
                    **rows.reading_key(device, time),
                    "celsius": reading["celsius"],
                    "humidity": reading["humidity"],
                    "expires": int((reading["moment"] + timedelta(days=READING_DAYS)).timestamp())},
                "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Update": {
                "TableName": HOURS.name,
                "Key": {"device": device, "hour": time[:13]},
                "UpdateExpression": "ADD readings :one, #total :celsius SET expires = :expires",
                "ExpressionAttributeNames": {"#total": "total"},
                "ExpressionAttributeValues": {
                    ":one": 1,
                    ":celsius": reading["celsius"],
                    ":expires": int((reading["moment"] + timedelta(days=HOUR_DAYS)).timestamp())}}},
        ])
    except rows.Cancelled as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
    try:
        rows.table.update_item(
            Key=rows.device_key(device),
            UpdateExpression="SET #last = :time, latest = :celsius REMOVE silent",
            ConditionExpression="attribute_exists(pk) AND (attribute_not_exists(#last) OR #last < :time)",
            ExpressionAttributeNames={"#last": "last"},
            ExpressionAttributeValues={":time": time, ":celsius": reading["celsius"]})
    except rows.Conflict:
        pass  # a newer one came first, or nobody registered the device
