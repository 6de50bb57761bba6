"""Links, as the table keeps them: {"pk": "link#k3x9", "sk": "link", "url", "day", "clicks"}."""
import os
import secrets
from datetime import datetime, timedelta, timezone

import boto3

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
table = boto3.resource("dynamodb").Table(os.environ["LINKS_TABLE"])


def key(code):
    """Where a link is kept."""
    return {"pk": f"link#{code}", "sk": "link"}


def new_code(length=6):
    """A short random name without letters that look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def last_day(days):
    """The day on which a link ends, as text."""
    return (datetime.now(timezone.utc) + timedelta(days=days)).date().isoformat()


def store(code, url, days):
    """False if the code is taken."""
    try:
        table.put_item(Item={**key(code), "url": url, "day": last_day(days), "clicks": 0},
                       ConditionExpression="attribute_not_exists(pk)")
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def find(code):
    """The link of a code, or None."""
    return table.get_item(Key=key(code)).get("Item")
