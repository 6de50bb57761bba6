"""Compares the resumes that were read with the words of their jobs.

infra:
  stream:
    table: hiring-applications
    batch: 10
    window: 5
    filter:
      eventName: [INSERT, MODIFY]
      dynamodb: {NewImage: {state: {S: [read]}}}
  layers: [powertools]
  timeout: 60
"""
import json
import os
import re
from decimal import Decimal

import boto3
from aws_lambda_powertools import Logger
from boto3.dynamodb.types import TypeDeserializer

from lambdas.core import applications

logger = Logger()
jobs = boto3.resource("dynamodb").Table(os.environ["HIRING_JOBS_TABLE"])
sqs = boto3.client("sqs")
deserialize = TypeDeserializer().deserialize
ENOUGH = Decimal("0.5")


def score(text, keywords):
    """The part of the keywords that a text has, 0 to 1."""
    words = set(re.findall(r"\w+", text.lower()))
    return round(Decimal(len(words & set(keywords))) / Decimal(len(keywords)), 2)


def screen(application):
    job = jobs.get_item(Key={"id": application["job"]}).get("Item")
    if job is None:
        logger.warning("no job", extra={"job": application["job"]})
        return
    points = score(application["text"], job["keywords"])
    applications.change(application["job"], application["email"], "screened", score=points)
    if points >= ENOUGH:
        sqs.send_message(
            QueueUrl=os.environ["HIRING_INVITES_QUEUE"],
            MessageBody=json.dumps({
                "job": application["job"],
                "title": job["title"],
                "email": application["email"],
                "name": application["name"],
                "score": float(points),
            }),
        )


def handler(event, context):
    for record in event["Records"]:
        try:
            image = record["dynamodb"]["NewImage"]
            screen({name: deserialize(value) for name, value in image.items()})
        except Exception:
            logger.exception("record", extra={"key": record["dynamodb"]["Keys"]})
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}
