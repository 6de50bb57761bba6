"""The tables.

donors: {"donor", "email", "name", "city", "newsletter", "since"}
gifts: {"donor", "gift", "campaign", "given", "amount", "currency"}
campaigns: {"campaign", "title", "goal", "total", "gifts"}
"""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
gifts = dynamodb.Table(os.environ["DONATIONS_GIFTS_TABLE"])
donors = dynamodb.Table(os.environ["DONATIONS_DONORS_TABLE"])
campaigns = dynamodb.Table(os.environ["DONATIONS_CAMPAIGNS_TABLE"])


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def get_donor(donor):
    """The row of a donor, or None."""
    return donors.get_item(Key={"donor": donor}).get("Item")


def donor_of(email):
    """The id of the donor with an address, or None."""
    items = donors.query(IndexName="by_email", KeyConditionExpression=Key("email").eq(email.lower()), Limit=1)["Items"]
    return items[0]["donor"] if items else None


def gifts_of(donor):
    """All gifts of a donor."""
    rows = []
    query = {"KeyConditionExpression": Key("donor").eq(donor)}
    while True:
        page = gifts.query(**query)
        rows += page["Items"]
        if not page.get("LastEvaluatedKey"):
            return rows
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
