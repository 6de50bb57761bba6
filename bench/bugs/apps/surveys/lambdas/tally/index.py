"""Counts the answers by choice.

infra:
  queue:
    batch: 10
    window: 2
  timeout: 20
"""
import json
import logging

from lambdas.survey import db

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def count(message):
    db.counts.update_item(
        Key={"survey": message["survey"], "choice": message["choice"]},
        UpdateExpression="SET #number = if_not_exists(#number, :zero) + :one",
        ExpressionAttributeNames={"#number": "number"},
        ExpressionAttributeValues={":zero": 0, ":one": 1},
    )


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            count(json.loads(record["body"]))
        except Exception:
            logger.exception("message %s failed", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    logger.info("counted %d of %d", len(event["Records"]) - len(failures), len(event["Records"]))
    return {"batchItemFailures": failures}
