"""
infra:
  endpoint: {method: POST, path: /orders, api: private}
"""
import os, uuid, json
import boto3
from lambdas.shared.http import api, body_of, HttpError
from lambdas.shared import Repository
from lambdas.shared.db import to_decimal, now

events = boto3.client("events")
orders = Repository()
orders.prefix = "ORDER"


@api
def handler(event, context):
    user = event["requestContext"]["authorizer"]["claims"]["sub"]
    body = body_of(event)
    lines = body.get("lines") or []
    if not lines:
        raise HttpError(422, "no lines")
    total = sum(line["price"] * line.get("count", 1) for line in lines)
    order_id = str(uuid.uuid4())
    item = orders.put(user, f"order#{order_id}", total=to_decimal(total), lines=lines, day=now()[:10])
    result = events.put_events(Entries=[{
        "EventBusName": os.environ["DEMO_BUS"], "Source": "demo.orders", "DetailType": "OrderCreated",
        "Detail": json.dumps({"id": order_id, "user": user, "total": str(total)})}])
    if result["FailedEntryCount"] > 0:
        raise RuntimeError(result["Entries"][0].get("ErrorCode"))
    return 201, item
