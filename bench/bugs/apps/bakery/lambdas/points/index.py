"""Gives points to the cards of customers; points expire after two years.

infra:
  queue:
    batch: 10
    tries: 5
  timeout: medium
"""
import json
from datetime import date, timedelta

from botocore.exceptions import ClientError

from lambdas.common import store

VALID = timedelta(days=730)


def give(message, today):
    """Adds points once for each sale."""
    try:
        store.cards.update_item(
            Key={"card": message["card"]},
            UpdateExpression="SET #points = list_append(if_not_exists(#points, :none), :new) ADD sales :sale",
            ConditionExpression="NOT contains(sales, :id)",
            ExpressionAttributeNames={"#points": "points"},
            ExpressionAttributeValues={
                ":none": [],
                ":new": [{"points": message["points"], "until": (today + VALID).isoformat()}],
                ":sale": {message["sale"]},
                ":id": message["sale"],
            },
        )
    except ClientError as error:
        if not store.is_conflict(error):
            raise


def tidy(card, today):
    """Removes what has expired, and counts the others."""
    row = store.cards.get_item(Key={"card": card}, ConsistentRead=True)["Item"]
    valid = [entry for entry in row["points"] if date.fromisoformat(entry["until"]) >= today]
    store.cards.update_item(
        Key={"card": card},
        UpdateExpression="SET #points = :valid, #total = :total",
        ConditionExpression="size(#points) = :count",
        ExpressionAttributeNames={"#points": "points", "#total": "total"},
        ExpressionAttributeValues={
            ":valid": valid,
            ":total": sum(entry["points"] for entry in valid),
            ":count": len(row["points"]),
        },
    )


def handler(event, context):
    today = store.today()
    failures = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        try:
            give(message, today)
            tidy(message["card"], today)
        except ClientError as error:
            print(f"{message['card']}: {error}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
