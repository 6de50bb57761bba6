"""The history of a station: the summaries of its days, and its alarms."""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def history(station):
    """Newest first; both lists are empty for an unknown station.

    {"days": [{"day": "2026-05-01", "count": 24, "lowest": Decimal, "mean": Decimal, "highest": Decimal}],
     "alarms": [{"time": "2026-05-01T12:00Z", "celsius": Decimal}]}
    """
    # "alarm#" and "day#" sort before "reading#": one query returns both, and no readings.
    rows = table.query(KeyConditionExpression=Key("pk").eq(station) & Key("sk").lt("reading#"),
                       ScanIndexForward=False)["Items"]
    return {
        "days": [{name: row[name] for name in ("day", "count", "lowest", "mean", "highest")}
                 for row in rows if row["sk"].startswith("day#")],
        "alarms": [{"time": row["sk"].removeprefix("alarm#"), "celsius": row["celsius"]}
                   for row in rows if row["sk"].startswith("alarm#")],
    }
