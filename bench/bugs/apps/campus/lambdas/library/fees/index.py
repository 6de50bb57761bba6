"""Each night charges the loans that became overdue: a fee for each week.

infra:
  timer:
    cron: 0 1 * * ? *
    zone: Europe/Dublin
  timeout: 300
"""
import json
import os
from datetime import date, datetime
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared import rows

loans = rows.resource.Table(os.environ["CAMPUS_LOANS_TABLE"])
queue = boto3.resource("sqs").Queue(os.environ["CAMPUS_LIBRARY_CHARGE_QUEUE"])
WEEKLY = Decimal("0.60")


def overdue(today):
    start = {}
    while True:
        page = loans.query(
            IndexName="by_due",
            KeyConditionExpression=Key("state").eq("lent") & Key("due").lt(today.isoformat()),
            **start,
        )
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def fee(loan, today):
    """The fee of a loan today, or None within a week that is charged."""
    days = (today - date.fromisoformat(loan["due"])).days
    if days % 7 != 1:
        return None
    week = days // 7 + 1
    return {
        "fee": f"{loan['loan']}-{week}",
        "loan": loan["loan"],
        "student": loan["student"],
        "email": loan["email"],
        "book": loan["book"],
        "amount": str(WEEKLY * min(week, 4)),
    }


def entries(fees):
    for number, message in enumerate(fees):
        yield {
            "Id": f"fee-{number}",
            "MessageBody": json.dumps(message),
            "MessageGroupId": message["student"],
            "MessageDeduplicationId": message["fee"],
        }


def handler(event, context):
    today = datetime.now(rows.ZONE).date()
    fees = [message for loan in overdue(today) if (message := fee(loan, today))]
    waiting = list(entries(fees))
    for first in range(0, len(waiting), 10):
        response = queue.send_messages(Entries=waiting[first:first + 10])
        for failure in response.get("Failed", []):
            raise RuntimeError(f"{failure['Id']}: {failure.get('Message')}")
    return len(fees)
