"""Rows: {"pk": meter, "sk": "reading#<time>", "watts"}, and sums {"pk": meter, "sk": "hour#<hour>", ...}."""
import os
from decimal import Decimal

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["METERS_TABLE"])


def reading_key(meter, time):
    """("m1", "2026-05-01T12:30:00Z") -> the row of a reading."""
    return {"pk": meter, "sk": f"reading#{time}"}


def hour_key(meter, hour):
    """("m1", "2026-05-01T12") -> the row of an hour."""
    return {"pk": meter, "sk": f"hour#{hour}"}


def exact(value):
    """A float of JSON as DynamoDB takes it."""
    return Decimal(str(value))
