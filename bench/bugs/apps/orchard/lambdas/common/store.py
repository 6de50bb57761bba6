"""The tables of the cooperative."""
import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
ZONE = ZoneInfo(os.environ["ORCHARD_ZONE"])


def lots():
    return dynamodb.Table(os.environ["ORCHARD_LOTS_TABLE"])


def prices():
    return dynamodb.Table(os.environ["ORCHARD_PRICES_TABLE"])


def now() -> datetime:
    return datetime.now(timezone.utc)


def price_on(fruit: str, day: str):
    """The price of a kilo that was valid on a day, or None."""
    items = prices().query(
        KeyConditionExpression=Key("fruit").eq(fruit) & Key("day").lte(day),
        ScanIndexForward=False,
        Limit=1,
    )["Items"]
    return items[0]["price"] if items else None


def lots_between(grower: str, first: str, last: str):
    """All lots that a grower picked from the day `first` to the day `last`."""
    query = {
        "IndexName": "by_grower",
        "KeyConditionExpression": Key("grower").eq(grower) & Key("picked").between(first, last),
    }
    while True:
        page = lots().query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
