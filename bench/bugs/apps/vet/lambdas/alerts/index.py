"""Mails the vets about a value that is out of range, once.

infra:
  topic: {}
  timeout: medium
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.clinic.rows import table

ses = boto3.client("sesv2")
VETS = [vet.strip() for vet in os.environ["VETS"].split(",")]


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        kind = record["Sns"]["MessageAttributes"].get("kind", {}).get("Value", "other")
        key = {"pk": f"pet#{message['pet']}",
               "sk": f"alert#{kind}#{message['panel']}#{message['test']}#{message['taken']}"}
        if table.get_item(Key=key, ConsistentRead=True).get("Item"):
            continue
        ses.send_email(
            FromEmailAddress=os.environ["SENDER"],
            Destination={"ToAddresses": VETS},
            Content={"Simple": {
                "Subject": {"Data": record["Sns"]["Subject"] or "Alert"},
                "Body": {"Text": {"Data": f"{message['pet']}: {message['test']} is {message['value']}"}}}})
        table.put_item(Item={**key, "value": message["value"]}, ConditionExpression=Attr("pk").not_exists())
