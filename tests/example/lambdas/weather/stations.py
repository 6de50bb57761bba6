"""What is known of a station beside its readings: its days, summed up, and its alarms."""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def history(station):
    """Newest first; both lists are empty for a station that nobody heard of.

    {"days": [{"day": "2026-05-01", "count": 24, "lowest": Decimal, "mean": Decimal, "highest": Decimal}],
     "alarms": [{"time": "2026-05-01T12:00Z", "celsius": Decimal}]}
    """
    # In a sorted table "alarm#" and "day#" stand before "reading#": one query, and no readings.
    rows = table.query(KeyConditionExpression=Key("pk").eq(station) & Key("sk").lt("reading#"),
                       ScanIndexForward=False)["Items"]
    return {
        "days": [{name: row[name] for name in ("day", "count", "lowest", "mean", "highest")}
                 for row in rows if row["sk"].startswith("day#")],
        "alarms": [{"time": row["sk"].removeprefix("alarm#"), "celsius": row["celsius"]}
                   for row in rows if row["sk"].startswith("alarm#")],
    }
