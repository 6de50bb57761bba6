"""Claims: {"claim", "customer", "email", "serial", "text", "state", "opened", "price", "photos"}."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
claims = dynamodb.Table(os.environ["WARRANTY_CLAIMS_TABLE"])
products = dynamodb.Table(os.environ["WARRANTY_PRODUCTS_TABLE"])


def now():
    return datetime.now(timezone.utc)


def get_claim(claim):
    """The row of a claim, or None."""
    return claims.get_item(Key={"claim": claim}).get("Item")


def get_product(serial):
    """The row of a product, {"serial", "model", "price", "sold"}, or None."""
    return products.get_item(Key={"serial": serial}).get("Item")


def claims_of(customer):
    """The claims of a customer, the newest first."""
    response = claims.query(
        IndexName="by_customer",
        KeyConditionExpression=Key("customer").eq(customer),
        ScanIndexForward=False,
        Limit=50,
    )
    return response["Items"]


def claims_in(state, before):
    """The claims of a state that were opened before a time."""
    rows = []
    query = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq(state) & Key("opened").lt(before)}
    while True:
        page = claims.query(**query)
        rows.extend(page["Items"])
        if "LastEvaluatedKey" not in page:
            return rows
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def public(row):
    """What a customer sees of a claim."""
    return {
        "claim": row["claim"],
        "serial": row["serial"],
        "text": row["text"],
        "state": row["state"],
        "opened": row["opened"],
        "price": float(row["price"]),
        "photos": int(row.get("photos", 0)),
    }
