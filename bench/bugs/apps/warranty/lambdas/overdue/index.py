"""Looks each morning for claims that nobody decided for a week.

infra:
  timer:
    cron: 0 6 ? * MON-FRI *
  timeout: 60
"""
import json
import os
from datetime import timedelta

import boto3

from lambdas.claims import store

sns = boto3.client("sns")
DAYS = 7


def handler(event, context):
    before = (store.now() - timedelta(days=DAYS)).isoformat(timespec="seconds")
    overdue = store.claims_in("open", before)
    for row in overdue:
        sns.publish(
            TopicArn=os.environ["WARRANTY_ESCALATE_TOPIC"],
            Message=json.dumps({"claim": row["claim"], "opened": row["opened"], "price": str(row["price"])}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "overdue"}},
        )
    return len(overdue)
