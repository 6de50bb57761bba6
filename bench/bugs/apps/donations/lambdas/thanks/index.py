"""Thanks a donor.

infra:
  events:
  - name: received
    topic: GiftReceived
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

from lambdas.common import store

ses = boto3.client("sesv2")
SUBJECTS = {"school": "Thank you for the school", "well": "Thank you for the well"}


def greeting(row):
    name = row.get("name") or "friend"
    return f"Dear {name},"


def handler(event, context):
    detail = event["detail"]
    row = store.get_donor(detail["donor"])
    if row is None:
        raise LookupError(f"no donor {detail['donor']}")
    text = f"{greeting(row)}\n\nwe received your gift of {detail['amount']} EUR. Thank you!\n"
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [row["email"]]},
        Content={"Simple": {
            "Subject": {"Data": SUBJECTS.get(detail["campaign"], "Thank you")},
            "Body": {"Text": {"Data": text}},
        }},
    )
