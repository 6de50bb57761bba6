"""Renews the members whose year ends today, once a day.

infra:
  timer:
    cron: 0 5 * * ? *
    zone: Europe/Vienna
    body: {plans: [single, family]}
  timeout: 120
"""
import json
import os
from datetime import date
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from lambdas.common import clock, db

sqs = boto3.client("sqs")
members = db.dynamodb.Table(os.environ["MUSEUM_MEMBERS_TABLE"])
PRICES = {"single": Decimal("49.00"), "family": Decimal("79.50")}
QUEUE = os.environ["MUSEUM_MAILER_QUEUE"]


def renew(member):
    """Writes the next year of a member; False if another invocation has done it."""
    until = clock.add_years(date.fromisoformat(member["until"]), 1).isoformat()
    try:
        members.update_item(
            Key={"member": member["member"]},
            UpdateExpression="SET #until = :until, #paid = :no ADD renewals :one",
            ConditionExpression="#until = :before",
            ExpressionAttributeNames={"#until": "until", "#paid": "paid"},
            ExpressionAttributeValues={":until": until, ":before": member["until"], ":no": False, ":one": 1},
        )
    except ClientError as error:
        if db.is_refused(error):
            return False
        raise
    return True


def invoice(member):
    price = PRICES[member["plan"]]
    if member.get("student"):
        price = (price * Decimal("0.8")).quantize(Decimal("0.01"))
    return {"to": member["email"], "subject": "Your membership", "lines": [f"Dear {member['name']},", f"{price} EUR"]}


def handler(event, context):
    today = clock.today().isoformat()
    count = 0
    for plan in event["plans"]:
        condition = Key("plan").eq(plan) & Key("until").eq(today)
        found = list(db.pages(members.query, IndexName="by_end", KeyConditionExpression=condition))
        for member in found:
            if not renew(member):
                continue
            sqs.send_message(QueueUrl=QUEUE, MessageBody=json.dumps(invoice(member)), DelaySeconds=min(count, 900))
            count += 1
    return count
