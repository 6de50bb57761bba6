"""Gives back the seats of orders that nobody paid.

infra:
  stream:
    table: boxoffice-orders
    batch: 25
    window: 5
    filter:
      eventName: [REMOVE]
      userIdentity: {principalId: [dynamodb.amazonaws.com]}
  layers: [powertools]
  timeout: 60
"""
from aws_lambda_powertools import Logger
from boto3.dynamodb.types import TypeDeserializer

from lambdas.lib import shows

logger = Logger()
deserializer = TypeDeserializer()


def plain(image):
    return {name: deserializer.deserialize(value) for name, value in image.items()}


def handler(event, context):
    for record in event["Records"]:
        number = record["dynamodb"]["SequenceNumber"]
        try:
            order = plain(record["dynamodb"]["OldImage"])
            if order["status"] != "held":
                continue
            for seat in order["seats"]:
                shows.release(order["show"], seat, order["id"])
            logger.info("expired", extra={"order": order["id"]})
        except Exception:
            logger.exception("record %s", number)
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}
