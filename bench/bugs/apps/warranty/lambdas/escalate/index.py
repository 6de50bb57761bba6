"""Marks overdue claims, and tells the head of the service.

infra:
  topic:
    filter: {attributes: {kind: [overdue]}}
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import json
import os
from datetime import datetime

import boto3

from lambdas.claims import store

ses = boto3.client("sesv2")


def age(opened):
    """Days since a claim was opened."""
    return (store.now() - datetime.fromisoformat(opened)).days


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        try:
            store.claims.update_item(
                Key={"claim": message["claim"]},
                UpdateExpression="SET overdue = :yes",
                ConditionExpression="attribute_exists(claim) AND attribute_not_exists(overdue)",
                ExpressionAttributeValues={":yes": True},
            )
        except store.claims.meta.client.exceptions.ConditionalCheckFailedException:
            continue
        ses.send_email(
            FromEmailAddress=os.environ["SENDER"],
            Destination={"ToAddresses": [os.environ["SENDER"]]},
            Content={"Simple": {
                "Subject": {"Data": f"Claim {message['claim']} waits for {age(message['opened'])} days"},
                "Body": {"Text": {"Data": f"It is worth {message['price']} EUR."}},
            }},
        )
