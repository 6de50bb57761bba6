"""The webhook of the calendar: {"interview", "answer"}, signed with HMAC-SHA256 of the body.

infra:
  url: {api: public}
  layers: [powertools]
"""
import base64
import hashlib
import hmac
import json
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities import parameters

logger = Logger()
interviews = boto3.resource("dynamodb").Table(os.environ["HIRING_INTERVIEWS_TABLE"])


def body_of(event):
    """The bytes of the request's body."""
    body = event.get("body", "")
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode()


def is_signed(body, signature):
    key = parameters.get_secret(os.environ["HIRING_CALENDAR_SECRET"], max_age=300)
    digest = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest, signature)


def handler(event, context):
    body = body_of(event)
    if not is_signed(body, event["headers"].get("x-signature", "")):
        return {"statusCode": 401, "body": "wrong signature"}
    reply = json.loads(body)
    try:
        interviews.update_item(
            Key={"id": reply["interview"]},
            UpdateExpression="SET confirmed = :confirmed",
            ConditionExpression="attribute_exists(id)",
            ExpressionAttributeValues={":confirmed": reply["answer"] == "yes"},
        )
    except interviews.meta.client.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 404, "body": "no such interview"}
    logger.info("answer", extra={"interview": reply["interview"]})
    return {"statusCode": 204}
