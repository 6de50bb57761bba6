"""Counts the appointments of each month and doctor: booked, cancelled.

infra:
  stream:
    table: clinic
    batch: 50
    filter:
      dynamodb: {NewImage: {kind: {S: [appointment]}}}
  timeout: medium
"""
import os
import time

import boto3
from boto3.dynamodb.types import TypeDeserializer

from lambdas.common.rows import parse_key

stats = boto3.resource("dynamodb").Table(os.environ["CLINIC_STATS_TABLE"])
client = stats.meta.client
plain = TypeDeserializer().deserialize


def handler(event, context):
    for record in event["Records"]:
        try:
            count(record["dynamodb"])
        except Exception as error:
            print(f"{record['eventID']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def count(change):
    new, old = image(change, "NewImage"), image(change, "OldImage")
    if old.get("status") == new["status"]:
        return
    day, _time, doctor = parse_key(new)
    number = change["SequenceNumber"]
    try:
        client.transact_write_items(TransactItems=[
            {"Put": {
                "TableName": stats.name,
                "Item": {"month": f"record#{number}", "doctor": doctor, "expires": int(time.time()) + 7 * 86400},
                "ConditionExpression": "attribute_not_exists(doctor)"}},
            {"Update": {
                "TableName": stats.name,
                "Key": {"month": day[:7], "doctor": doctor},
                "UpdateExpression": "ADD #status :one",
                "ExpressionAttributeNames": {"#status": new["status"]},
                "ExpressionAttributeValues": {":one": 1}}},
        ])
    except client.exceptions.TransactionCanceledException as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        print(f"{number} was counted")


def image(change, name):
    return {key: plain(value) for key, value in change.get(name, {}).items()}
