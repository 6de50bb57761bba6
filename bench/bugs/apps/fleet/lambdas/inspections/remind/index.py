"""Writes to the workshop that a van needs an inspection. A schedule of inspections/plan invokes it.

infra:
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import os
from datetime import date

import boto3

from lambdas.shared import store

ses = boto3.client("ses")


def handler(event, context):
    van = store.vehicle(event["plate"])
    if van is None or van["inspection"] != event["inspection"]:
        return {"sent": False}
    day = date.fromisoformat(event["inspection"])
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [os.environ["WORKSHOP"]]},
        Message={"Subject": {"Data": f"Inspection of {van['plate']}"},
                 "Body": {"Text": {"Data": f"{van['model']} {van['plate']}: until {day:%d.%m.%Y}"}}})
    return {"sent": True}
