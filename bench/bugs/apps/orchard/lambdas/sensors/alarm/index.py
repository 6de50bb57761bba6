"""Mails the office about a store that is too warm, once an hour for each store.

infra:
  topic:
    filter: {attributes: {severity: [warm, broken]}}
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import json
import os
import time

import boto3
from boto3.dynamodb.conditions import Attr

ses = boto3.client("ses")
readings = boto3.resource("dynamodb").Table(os.environ["ORCHARD_READINGS_TABLE"])
PAUSE = 3600


def first_in_an_hour(store):
    now = int(time.time())
    try:
        readings.put_item(
            Item={"store": store, "time": "alarm", "until": now + PAUSE, "expires": now + 2 * PAUSE},
            ConditionExpression=Attr("until").not_exists() | Attr("until").lt(now),
        )
    except readings.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def handler(event, context):
    for record in event["Records"]:
        alarm = json.loads(record["Sns"]["Message"])
        if not first_in_an_hour(alarm["store"]):
            continue
        ses.send_email(
            Source=os.environ["SENDER"],
            Destination={"ToAddresses": ["office@orchard.example"]},
            Message={
                "Subject": {"Data": record["Sns"]["Subject"]},
                "Body": {"Text": {"Data": f"{alarm['store']} has {float(alarm['celsius']):.1f} °C since {alarm['time']}.\n"}},
            },
        )
