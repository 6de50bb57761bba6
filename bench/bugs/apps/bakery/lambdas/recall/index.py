"""A supplier recalls a batch: everybody who bought bread from it gets a mail.

infra:
  endpoint:
    api: private
    groups: [baker]
    method: POST
    path: /batches/{batch}/recall
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 29
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import store

ses = boto3.client("ses")
used = store.dynamodb.Table(os.environ["BAKERY_USED_TABLE"])
SENDER = os.environ["SENDER"]


def days_of(batch):
    """The days whose bread had this batch in it."""
    uses = store.everything(used.query, KeyConditionExpression=Key("batch").eq(batch))
    return sorted({use["day"] for use in uses})


def buyers_of(days):
    """{address: [order]} of the customers of these days; the shops' standing orders have no address."""
    buyers = {}
    for day in days:
        for row in store.everything(store.orders.query, KeyConditionExpression=Key("day").eq(day)):
            if email := row.get("email"):
                buyers.setdefault(email, []).append(row["order"])
    return buyers


def lock(batch):
    """Nobody bakes with the rest of the batch. Returns the supplier, or None."""
    found = store.stock.query(IndexName="by_batch", KeyConditionExpression=Key("batch").eq(batch), Limit=1)["Items"]
    if not found:
        return None
    row = found[0]
    store.stock.update_item(
        Key={"ingredient": row["ingredient"], "batch": batch},
        UpdateExpression="SET grams = :zero, recalled = :now",
        ExpressionAttributeValues={":zero": 0, ":now": store.now().isoformat()},
    )
    return row["supplier"]


def mail(address, batch, orders):
    ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": [address]},
        Message={
            "Subject": {"Data": f"Recall of batch {batch}", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": f"Please do not eat what you bought: {', '.join(orders)}\n", "Charset": "UTF-8"}},
        },
    )


def handler(event, context):
    batch = event["pathParameters"]["batch"]
    supplier = lock(batch)
    if supplier is None:
        return {"statusCode": 404, "body": json.dumps({"message": "no such batch"})}
    days = days_of(batch)
    buyers = buyers_of(days)
    failed = []
    for address, orders in buyers.items():
        try:
            mail(address, batch, orders)
        except ses.exceptions.MessageRejected as error:
            print(f"{address}: {error}")
            failed.append(address)
    body = {"supplier": supplier, "days": days, "mails": len(buyers) - len(failed), "failed": failed}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
