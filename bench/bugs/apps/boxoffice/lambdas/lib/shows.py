"""Shows, and their seats."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").Table(os.environ["BOXOFFICE_SHOWS_TABLE"])
seats = boto3.resource("dynamodb").Table(os.environ["BOXOFFICE_SEATS_TABLE"])


def now():
    return datetime.now(timezone.utc)


def find(id):
    """A show, or None."""
    return table.get_item(Key={"id": id}).get("Item")


def of_house(house):
    """The shows of a house that have not begun, the next first."""
    condition = Key("house").eq(house) & Key("starts").gt(now().isoformat(timespec="minutes"))
    return pages(table, IndexName="by_house", KeyConditionExpression=condition)


def vacant(show):
    """The seats of a show that nobody has taken."""
    return pages(seats, KeyConditionExpression=Key("show").eq(show), FilterExpression=Attr("taken").not_exists())


def pages(table, **options):
    """All items of a query."""
    items = []
    while True:
        page = table.query(**options)
        items += page["Items"]
        if not page.get("LastEvaluatedKey"):
            return items
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def release(show, seat, order):
    """Gives back a seat that an order has taken."""
    try:
        seats.update_item(
            Key={"show": show, "seat": seat},
            UpdateExpression="REMOVE taken",
            ConditionExpression="taken = :order",
            ExpressionAttributeValues={":order": order},
        )
    except seats.meta.client.exceptions.ConditionalCheckFailedException:
        pass
