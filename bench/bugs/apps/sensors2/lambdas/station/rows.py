"""The tables of the station.

    sense        device#<id>   device            owner, email, name, limit, token (its hash), last, latest, alarmed, silent
                 device#<id>   reading#<time>    celsius, humidity, expires
                 device#<id>   alarm#<time>#<id> severity, celsius, expires
    sense-hours  <id>          2026-05-01T12     readings, total, expires

Times are in UTC: 2026-05-01T12:30:00Z
"""
import os
from datetime import datetime, timezone

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["SENSE_TABLE"])
client = table.meta.client
Conflict = client.exceptions.ConditionalCheckFailedException
Cancelled = client.exceptions.TransactionCanceledException
FORM = "%Y-%m-%dT%H:%M:%SZ"


def device_key(id_):
    return {"pk": f"device#{id_}", "sk": "device"}


def reading_key(id_, time):
    return {"pk": f"device#{id_}", "sk": f"reading#{time}"}


def device(id_):
    """The row of a device, or None."""
    return table.get_item(Key=device_key(id_)).get("Item")


def text_of(moment):
    """A datetime with a zone as the text of the tables."""
    return moment.astimezone(timezone.utc).strftime(FORM)


def moment_of(text):
    """The datetime of such a text; ValueError if it is none."""
    return datetime.strptime(text, FORM).replace(tzinfo=timezone.utc)


def every(ask, **query):
    """The rows of all pages of ask, which is a table's query or scan."""
    while True:
        page = ask(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
