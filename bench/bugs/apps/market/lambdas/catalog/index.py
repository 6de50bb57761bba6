"""The products of a category: GET /products?category=books&next=...

infra:
  endpoint:
    api: public
    method: GET
    path: /products
    parameters: [category]
  indexes:
  - {name: category, type: S, table: market}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config

from lambdas.shop.store import table
from lambdas.shop.web import key_of, respond, token_of

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["MARKET_BUCKET"]
PAGE = 20


def handler(event, context):
    parameters = event["queryStringParameters"]
    category = parameters["category"]
    query = {
        "IndexName": "category-index",
        "KeyConditionExpression": Key("category").eq(category),
        "Limit": PAGE,
    }
    if parameters.get("next"):
        try:
            query["ExclusiveStartKey"] = key_of(parameters["next"], category)
        except ValueError:
            return respond(400, {"message": "next is no page"})
    page = table.query(**query)
    found = {"products": [product(row) for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        found["next"] = token_of(page["LastEvaluatedKey"])
    return respond(200, found, **{"Cache-Control": "max-age=60"})


def product(row):
    shown = {"sku": row["pk"].removeprefix("product#"), "title": row["title"], "price": row["price"],
             "available": row["stock"] > 0}
    if "image" in row:
        shown["image"] = s3.generate_presigned_url(
            "get_object", Params={"Bucket": BUCKET, "Key": row["image"]}, ExpiresIn=3600)
    return shown
