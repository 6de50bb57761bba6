"""Each Monday asks for the settlement of every grower who picked in the week before.

infra:
  timer:
    cron: 0 6 ? * MON *
    zone: Europe/Rome
  timeout: 300
"""
import json
import os
from datetime import datetime, timedelta
from itertools import islice

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.common import store

sqs = boto3.client("sqs")


def week_before(today):
    """The Monday and the Sunday of the week before a day."""
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def growers(first, last):
    scan = {
        "FilterExpression": Attr("picked").between(first.isoformat(), last.isoformat()),
        "ProjectionExpression": "grower",
    }
    names = set()
    while True:
        page = store.lots().scan(**scan)
        names.update(row["grower"] for row in page["Items"])
        if not page.get("LastEvaluatedKey"):
            return sorted(names)
        scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def batches(items, size):
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def handler(event, context):
    first, last = week_before(datetime.now(store.ZONE).date())
    count = 0
    for batch in batches(growers(first, last), 10):
        response = sqs.send_message_batch(
            QueueUrl=os.environ["ORCHARD_SETTLEMENT_PAY_QUEUE"],
            Entries=[
                {
                    "Id": str(number),
                    "MessageBody": json.dumps({"grower": grower, "first": first.isoformat(), "last": last.isoformat()}),
                }
                for number, grower in enumerate(batch)
            ],
        )
        if failed := response.get("Failed"):
            raise RuntimeError(f"not sent: {failed}")
        count += len(response["Successful"])
    return {"week": f"{first:%G-W%V}", "growers": count}
