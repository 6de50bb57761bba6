"""Books guides for the classes of schools: messages {"school", "email", "start", "pupils", "language"}.

infra:
  queue:
    batch: 10
    window: 5
    tries: 3
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 30
"""
import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

from lambdas.shared.clock import VIENNA

GUIDES = {"de": ("anna", "bert"), "en": ("bert", "cora"), "fr": ("cora",)}
ses = boto3.client("sesv2")
visits = boto3.resource("dynamodb").Table(os.environ["CASTLE_VISITS_TABLE"])


class NoGuide(Exception):
    pass


def utc(text):
    """The moment of a local time of Vienna, as the table has it."""
    local = datetime.fromisoformat(text).replace(tzinfo=VIENNA)
    return local.astimezone(timezone.utc)


def booked(guide, start, message):
    """Whether the guide had time, and is booked now."""
    try:
        visits.put_item(
            Item={
                "guide": guide,
                "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "end": (start + timedelta(minutes=90)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "school": message["school"],
                "pupils": int(message["pupils"]),
            },
            ConditionExpression="attribute_not_exists(guide) OR school = :school",
            ExpressionAttributeValues={":school": message["school"]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def book(message):
    start = utc(message["start"])
    for guide in GUIDES.get(message.get("language", "de"), ()):
        if booked(guide, start, message):
            return guide
    raise NoGuide(f"no guide at {message['start']}")


def mail(address, text):
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Your class in the castle"}, "Body": {"Text": {"Data": text}}}},
    )


def handler(event, context):
    failures = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        try:
            guide = book(message)
            mail(message["email"], f"{guide.title()} expects you on {message['start'].replace('T', ' at ')}.")
        except NoGuide:
            mail(message["email"], "All our guides are booked at this time.")
        except (ClientError, ValueError, KeyError) as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
