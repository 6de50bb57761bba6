"""Adds the kilometres of ended trips to a van's month.

infra:
  stream:
    table: fleet
    batch: 100
    filter:
      eventName: [MODIFY]
      dynamodb: {NewImage: {sk: {S: [trip]}, ended: {S: [{exists: true}]}}}
  timeout: medium
"""
import os

import boto3
from boto3.dynamodb.types import TypeDeserializer

mileage = boto3.resource("dynamodb").Table(os.environ["FLEET_MILEAGE_TABLE"])
deserializer = TypeDeserializer()


def handler(event, context):
    for record in event["Records"]:
        try:
            add(record["eventID"], plain(record["dynamodb"]["NewImage"]), plain(record["dynamodb"].get("OldImage", {})))
        except Exception as error:
            print(f"{record['eventID']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def plain(image):
    return {name: deserializer.deserialize(value) for name, value in image.items()}


def add(id_, new, old):
    if "ended" in old:
        return
    try:
        mileage.update_item(
            Key={"plate": new["plate"], "month": new["ended"][:7]},
            UpdateExpression="ADD kilometres :kilometres, trips :trips",
            ConditionExpression="NOT contains(trips, :trip)",
            ExpressionAttributeValues={
                ":kilometres": new["kilometres"], ":trips": {new["pk"]}, ":trip": new["pk"]})
    except mileage.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"{id_} was counted")
