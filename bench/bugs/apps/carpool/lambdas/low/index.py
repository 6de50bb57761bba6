"""Asks the neighbours to charge or fill a car whose trip ended with a low level.

infra:
  events:
  - name: low
    topic: TripEnded
    pattern:
      level: [{numeric: ["<", 15]}]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

from lambdas.common.store import Store

store = Store()
ses = boto3.client("sesv2")
WORDS = {"battery": "charge", "fuel": "fill up"}


def handler(event, context):
    detail = event["detail"]
    car = store.car(detail["car"])
    if car is None:
        return False
    verb = WORDS.get(car.get("kind"), "look after")
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [os.environ["SENDER"]]},
        Content={"Simple": {
            "Subject": {"Data": f"Please {verb} {car['plate']}"},
            "Body": {"Text": {"Data": f"After trip {detail['trip']} it has {detail['level']} %."}},
        }},
    )
    return True
