"""Parcels: {"pk": "parcel#<id>", "sk": "parcel", "customer", "email", "city", "grams", "status", "created", "updated"}
and their scans: {"pk": "parcel#<id>", "sk": "scan#<time>", "place", "driver"}."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table(os.environ["COURIER_TABLE"])
STATUSES = ("new", "collected", "transit", "delivered", "lost")
PUBLIC = ("id", "city", "status", "updated")


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def key(parcel):
    return {"pk": f"parcel#{parcel}", "sk": "parcel"}


def find(parcel):
    """The row of a parcel, or None."""
    return table.get_item(Key=key(parcel)).get("Item")


def add(parcel, customer, email, city, grams):
    """Writes a new parcel; returns its row, or None if the id is taken."""
    time = now()
    row = {**key(parcel), "id": parcel, "customer": customer, "email": email, "city": city, "grams": grams,
           "status": "new", "created": time, "updated": time}
    try:
        table.put_item(Item=row, ConditionExpression=Attr("pk").not_exists())
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return None
    return row


def scans(parcel):
    """The scans of a parcel, the newest first."""
    rows, query = [], {"KeyConditionExpression": Key("pk").eq(f"parcel#{parcel}") & Key("sk").begins_with("scan#"),
                       "ScanIndexForward": False}
    while True:
        page = table.query(**query)
        rows.extend(page["Items"])
        if "LastEvaluatedKey" not in page:
            return rows
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def move(parcel, status, time):
    """Changes the status of a parcel; returns the row after it, or None if there is no such parcel."""
    try:
        response = table.update_item(
            Key=key(parcel),
            UpdateExpression="SET #status = :status, updated = :time",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":status": status, ":time": time},
            ReturnValues="ALL_NEW",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return None
    return response["Attributes"]


def with_status(status, before):
    """The parcels that have a status since before a time."""
    query = {"IndexName": "by_status", "KeyConditionExpression": Key("status").eq(status) & Key("updated").lt(before)}
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
