"""The tables.

proposals: {"proposal", "cycle", "submitted", "institute", "owner", "email", "title", "state", "hours",
    "target": {"name", "ra", "dec"}, "reviews": {reviewer: {"score", "remark"}}, "score"}
slots: {"night", "slot", "proposal", "institute"}; a slot without a row is free
images: {"proposal", "image", "status", "taken", "institute", "size", "sha256", "seconds"}
weather: {"station", "at", "wind", "humidity", "expires"}
quotas: {"institute", "hours", "used"}
"""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
proposals = dynamodb.Table(os.environ["OBSERVATORY_PROPOSALS_TABLE"])
slots = dynamodb.Table(os.environ["OBSERVATORY_SLOTS_TABLE"])
images = dynamodb.Table(os.environ["OBSERVATORY_IMAGES_TABLE"])
quotas = dynamodb.Table(os.environ["OBSERVATORY_QUOTAS_TABLE"])


def now():
    """The time in UTC, with its zone."""
    return datetime.now(timezone.utc)


def stamp(moment=None):
    return (moment or now()).isoformat(timespec="seconds")


def proposal_of(proposal):
    """The row of a proposal, or None."""
    return proposals.get_item(Key={"proposal": proposal}, ConsistentRead=True).get("Item")


def pages(read, **query):
    """All rows of a query or a scan, page by page."""
    while True:
        page = read(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def slots_of(night):
    """The slots of a night that are taken, by their number."""
    return {int(row["slot"]): row for row in pages(slots.query, KeyConditionExpression=Key("night").eq(night))}
