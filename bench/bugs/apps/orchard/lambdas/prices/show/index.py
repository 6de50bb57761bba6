"""Everybody reads the prices of a fruit: GET /prices/{fruit}?days=30

infra:
  endpoint:
    api: public
    method: GET
    path: /prices/{fruit}
"""
import hashlib
from datetime import datetime, timedelta
from urllib.parse import unquote

from boto3.dynamodb.conditions import Key

from lambdas.common import store
from lambdas.common.web import reply


def header(event, name):
    """A header of the request, whatever its case."""
    for key, value in (event.get("headers") or {}).items():
        if key.lower() == name:
            return value
    return None


def handler(event, context):
    fruit = unquote(event["pathParameters"]["fruit"]).lower()
    try:
        days = min(int((event["queryStringParameters"] or {}).get("days", "30")), 365)
    except ValueError:
        return reply(400, {"message": "days is no number"})
    since = datetime.now(store.ZONE).date() - timedelta(days=days)
    rows = store.prices().query(
        KeyConditionExpression=Key("fruit").eq(fruit) & Key("day").gte(since.isoformat()),
        ProjectionExpression="#day, price",
        ExpressionAttributeNames={"#day": "day"},
    )["Items"]
    if not rows:
        return reply(404, {"message": f"no prices of {fruit}"})
    tag = '"' + hashlib.md5(repr([(row["day"], row["price"]) for row in rows]).encode()).hexdigest() + '"'
    if header(event, "if-none-match") == tag:
        return {"statusCode": 304, "headers": {"ETag": tag}, "body": ""}
    return reply(200, {
        "fruit": fruit,
        "prices": {row["day"]: row["price"] for row in rows},
        "highest": max(row["price"] for row in rows),
        "average": round(sum(row["price"] for row in rows) / len(rows), 2),
    }, ETag=tag)
