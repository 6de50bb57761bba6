"""Everybody sees how much a campaign has, and its last gifts.

infra:
  endpoint:
    api: public
    method: GET
    path: /campaigns/{campaign}
"""
import json

from boto3.dynamodb.conditions import Key

from lambdas.common import store


def percent(row):
    goal = row.get("goal", 0)
    return round(100 * float(row.get("total", 0)) / float(goal)) if goal else 0


def last_gifts(campaign, count=5):
    return store.gifts.query(
        IndexName="by_campaign",
        KeyConditionExpression=Key("campaign").eq(campaign),
        ScanIndexForward=False,
        Limit=count,
    )["Items"]


def handler(event, context):
    campaign = event["pathParameters"]["campaign"]
    row = store.campaigns.get_item(Key={"campaign": campaign}).get("Item")
    if row is None:
        return {"statusCode": 404, "body": json.dumps({"message": "no such campaign"})}
    body = {
        "title": row.get("title", campaign),
        "total": float(row.get("total", 0)),
        "percent": percent(row),
        "gifts": [{"day": gift["given"][:10], "amount": str(gift["amount"])} for gift in last_gifts(campaign)],
    }
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "max-age=60"},
        "body": json.dumps(body),
    }
