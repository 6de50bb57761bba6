"""A shop offers what is left in the evening; SNS tells the charities.

infra:
  topic:
    filter:
      attributes:
        kind: [leftovers]
    subscribers: [https://charity.example/hook]
  timeout: medium
"""
import json
import os

import boto3

from lambdas.common import store

s3 = boto3.client("s3")
BUCKET = os.environ["BAKERY_BUCKET"]


def page(offers):
    """The offers as lines, the largest first."""
    lines = []
    for offer in sorted(offers, key=lambda entry: (-entry["pieces"], entry["product"])):
        lines.append("{pieces:>4} x {product} until {until}".format(**offer))
    return "\n".join(lines)


def with_allergens(offers):
    for offer in offers:
        recipe = store.recipe_of(offer["product"]) or {}
        yield {**offer, "allergens": sorted(recipe.get("allergens", []))}


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        shop = record["Sns"]["MessageAttributes"]["shop"]["Value"]
        offers = list(with_allergens(message["offers"]))
        key = f"leftovers/{message['day']}/{shop}"
        s3.put_object(Bucket=BUCKET, Key=f"{key}.json", Body=json.dumps(offers), ContentType="application/json")
        s3.put_object(Bucket=BUCKET, Key=f"{key}.txt", Body=page(offers).encode("utf-8"), ContentType="text/plain")
