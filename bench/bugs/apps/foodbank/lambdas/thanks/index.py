"""Thanks a donor by mail, once for each donation.

infra:
  events:
  - name: donation-received
    topic: DonationReceived
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
  timeout: medium
"""
import html
import os
from decimal import Decimal
from string import Template

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.shared.mail import send
from lambdas.shared.times import now

table = boto3.resource("dynamodb").Table(os.environ["FOODBANK_THANKS_TABLE"])
LETTER = Template("Dear $name,\n\nthank you for $kilos kg of $products.\n\nYour food bank in the $depot")


def words(products: list[str]) -> str:
    """a, b and c"""
    if len(products) == 1:
        return products[0]
    return ", ".join(products[:-1]) + " and " + products[-1]


def handler(event, context):
    detail = event["detail"]
    key = {"pk": f"donation#{detail['donation']}", "sk": "thanks"}
    try:
        table.put_item(Item={**key, "email": detail["email"], "at": now()}, ConditionExpression=Attr("pk").not_exists())
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return "sent before"
    kilos = Decimal(detail["kilos"])
    letter = LETTER.substitute(
        name=html.unescape(detail["name"]), kilos=f"{kilos:.1f}", products=words(detail["products"]), depot=detail["depot"])
    try:
        send(detail["email"], "Thank you", letter)
    except Exception:
        table.delete_item(Key=key)
        raise
    return "sent"
