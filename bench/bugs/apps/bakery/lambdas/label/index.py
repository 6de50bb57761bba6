"""Writes the labels of a product, as text for the printer.

infra:
  queue:
    batch: 10
    window: 5
  timeout: 30
"""
import json
import os
import textwrap
from datetime import date, timedelta

import boto3

from lambdas.common import store

s3 = boto3.resource("s3")
bucket = s3.Bucket(os.environ["BAKERY_BUCKET"])
WIDTH = 32


def label(recipe, day):
    """The text of one label."""
    best_before = date.fromisoformat(day) + timedelta(days=int(recipe.get("days", 3)))
    ingredients = sorted(recipe["grams"], key=lambda name: -recipe["grams"][name])
    allergens = ", ".join(sorted(recipe.get("allergens", ()))) or "none"
    lines = [
        recipe["product"].upper().center(WIDTH),
        "-" * WIDTH,
        *textwrap.wrap(f"Ingredients: {', '.join(ingredients)}", WIDTH),
        *textwrap.wrap(f"Allergens: {allergens}", WIDTH),
        f"{int(recipe['weight']):>6} g   {recipe['price']:>8.2f} EUR",
        f"best before {best_before:%d.%m.%Y}",
    ]
    return "\n".join(lines) + "\n"


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            recipe = store.recipe_of(message["product"])
            if recipe is None:
                raise LookupError(f"no recipe of {message['product']}")
            text = label(recipe, message["day"]) * message["pieces"]
            bucket.put_object(
                Key=f"labels/{message['day']}/{message['product']}.txt",
                Body=text.encode("cp858", errors="replace"),
                ContentType="text/plain; charset=cp858",
            )
        except Exception as error:
            print(f"{record['messageId']}: {type(error).__name__}: {error}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
