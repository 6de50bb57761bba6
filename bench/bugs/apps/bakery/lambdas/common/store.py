"""The tables of the bakery.

orders: {"day", "order", "customer", "email", "shop", "items": {product: pieces}, "from", "until", "state", "expires"}
recipes: {"product", "grams": {ingredient: grams}, "allergens": {...}, "pieces", "price", "vat", "weight", "days"}
stock: {"ingredient", "batch", "best_before", "grams", "supplier", "delivered"}
cards: {"card", "email", "points": [{"points", "until"}], "total"}
used: {"batch", "use", "day", "grams"}, what a night took from a batch
shifts: {"baker", "starts", "ends"}
"""
import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3

ZONE = ZoneInfo(os.environ["ZONE"])
dynamodb = boto3.resource("dynamodb")
client = dynamodb.meta.client
orders = dynamodb.Table(os.environ["BAKERY_ORDERS_TABLE"])
recipes = dynamodb.Table(os.environ["BAKERY_RECIPES_TABLE"])
stock = dynamodb.Table(os.environ["BAKERY_STOCK_TABLE"])
cards = dynamodb.Table(os.environ["BAKERY_CARDS_TABLE"])


def now():
    return datetime.now(timezone.utc)


def today():
    """The date in the shops."""
    return now().astimezone(ZONE).date()


def everything(read, **arguments):
    """All items of a query or scan, over all pages."""
    items = []
    while True:
        page = read(**arguments)
        items.extend(page["Items"])
        start = page.get("LastEvaluatedKey")
        if not start:
            return items
        arguments["ExclusiveStartKey"] = start


def recipe_of(product):
    return recipes.get_item(Key={"product": product}).get("Item")


def is_conflict(error):
    """Whether a ClientError is that of a condition."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"
