"""Tells the people: the customer about a payout, the team about late claims.

infra:
  topic:
    filter:
      attributes:
        kind: [late, booked, refused]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import json
import os
from string import Template

import boto3

from lambdas.shared import files

ses = boto3.client("sesv2")
SENDER = os.environ["SENDER"]
BOOKED = Template("Dear customer,\n\nwe pay $euros EUR for your claim $claim.\n")


def late(message):
    lines = [f"{claim['claim']}  {claim['due']}  {'!' * claim['urgency']}" for claim in message["claims"]]
    return os.environ["TEAM"], f"{message['assessor']}: {len(lines)} late", "\n".join(lines)


def booked(message):
    claim = files.get(message["claim"])
    text = BOOKED.substitute(euros=message["euros"], claim=message["claim"])
    return claim["email"], "Your payout", text


def refused(message):
    return os.environ["TEAM"], f"Refused: {message['claim']}", message["reason"]


WRITERS = {"late": late, "booked": booked, "refused": refused}


def handler(event, context):
    sns = event["Records"][0]["Sns"]
    kind = sns["MessageAttributes"]["kind"]["Value"]
    to, subject, text = WRITERS[kind](json.loads(sns["Message"]))
    ses.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": [to]},
        Content={"Simple": {
            "Subject": {"Data": subject},
            "Body": {"Text": {"Data": text}},
        }},
    )
