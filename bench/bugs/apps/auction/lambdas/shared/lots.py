"""The rows of lots: {"lot", "seller", "title", "state", "ends", "price", "bids"}, and of bids: {"lot", "placed", "bidder", "email", "amount"}."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
lots = dynamodb.Table(os.environ["AUCTION_LOTS_TABLE"])
bids = dynamodb.Table(os.environ["AUCTION_BIDS_TABLE"])


def now():
    return datetime.now(timezone.utc)


def timestamp():
    return now().isoformat(timespec="milliseconds")


def get_lot(lot):
    """The row of a lot, or None."""
    return lots.get_item(Key={"lot": lot}).get("Item")


def lots_in(state, until):
    """All lots of a state that end before a time."""
    rows = []
    arguments = {
        "IndexName": "by_state",
        "KeyConditionExpression": Key("state").eq(state) & Key("ends").lte(until),
    }
    while True:
        response = lots.query(**arguments)
        rows.extend(response["Items"])
        if "LastEvaluatedKey" not in response:
            return rows
        arguments["ExclusiveStartKey"] = response["LastEvaluatedKey"]


def last_bids(lot, count):
    """The last bids of a lot, the newest first."""
    return bids.query(KeyConditionExpression=Key("lot").eq(lot), ScanIndexForward=False, Limit=count)["Items"]


def highest_bid(lot):
    """The last bid of a lot, or None."""
    found = last_bids(lot, 1)
    return found[0] if found else None


def public(row):
    """What everybody sees of a lot."""
    return {
        "lot": row["lot"],
        "title": row["title"],
        "state": row["state"],
        "ends": row["ends"],
        "price": float(row["price"]),
        "bids": int(row.get("bids", 0)),
        "images": row.get("images", []),
    }
