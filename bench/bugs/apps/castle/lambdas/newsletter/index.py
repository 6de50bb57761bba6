"""Sends the newsletter of the month to the subscribers of each language: newsletter/<year>-<month>/<language>.json.

infra:
  timer:
    cron: 0 9 1 * ? *
    zone: Europe/Vienna
  permissions:
  - action: [ses:SendEmail, ses:SendRawEmail]
    resource: "*"
  timeout: 900
"""
import json
import logging
import os

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from lambdas.shared import clock

logger = logging.getLogger()
logger.setLevel(logging.INFO)

s3 = boto3.client("s3")
ses = boto3.client("ses")
subscribers = boto3.resource("dynamodb").Table(os.environ["CASTLE_SUBSCRIBERS_TABLE"])


def letter(month, language):
    """{"subject", "html"} of a language; None if nobody wrote it."""
    try:
        response = s3.get_object(Bucket=os.environ["CASTLE_GUIDE_BUCKET"], Key=f"newsletter/{month}/{language}.json")
    except s3.exceptions.NoSuchKey:
        return None
    return json.load(response["Body"])


def readers(language):
    """The rows of all subscribers of a language who did not get the letter of this month."""
    start = None
    while True:
        extra = {"ExclusiveStartKey": start} if start else {}
        page = subscribers.query(
            IndexName="by_language", KeyConditionExpression=Key("language").eq(language), **extra)
        yield from page["Items"]
        start = page.get("LastEvaluatedKey")
        if start is None:
            break


def send(row, content, month):
    html = content["html"].replace("{name}", row.get("name") or "friend")
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [row["email"]]},
        Message={"Subject": {"Data": content["subject"]}, "Body": {"Html": {"Data": html}}},
    )
    subscribers.update_item(
        Key={"email": row["email"]},
        UpdateExpression="SET #last = :month",
        ExpressionAttributeNames={"#last": "last"},
        ExpressionAttributeValues={":month": month},
    )


def handler(event, context):
    month = f"{clock.today():%Y-%m}"
    sent = 0
    for language in os.environ["LANGUAGES"].split(","):
        content = letter(month, language)
        if content is None:
            logger.warning("no letter of %s in %s", month, language)
            continue
        for row in readers(language):
            if row.get("last", "") >= month:
                continue
            try:
                send(row, content, month)
            except ClientError as error:
                logger.error("no letter for %s: %s", row["email"], error.response["Error"]["Message"])
            else:
                sent += 1
    logger.info("%d letters", sent)
    return {"month": month, "sent": sent}
