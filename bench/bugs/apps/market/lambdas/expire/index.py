"""Every ten minutes expires the orders that nobody paid.

infra:
  timer:
    rate: 10 minutes
  indexes:
  - {name: status, type: S, table: market}
  timeout: 60
"""
import os
from datetime import datetime, timedelta, timezone

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shop import bus, store

HOLD = timedelta(minutes=int(os.environ["HOLD_MINUTES"]))


def handler(event, context):
    limit = (datetime.now(timezone.utc) - HOLD).isoformat(timespec="seconds")
    expired = []
    for order in store.every(
            IndexName="status-index",
            KeyConditionExpression=Key("status").eq("open"),
            FilterExpression=Attr("created").lt(limit)):
        try:
            store.move(order["pk"].removeprefix("order#"), "open", "expired")
        except store.Conflict:
            continue
        expired.append(bus.entry("OrderExpired", order))
    bus.tell_all(expired)
    return {"expired": len(expired)}
