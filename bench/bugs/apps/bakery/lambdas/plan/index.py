"""Plans the night: what is baked, and from which flour.

infra:
  timer:
    cron: 30 19 * * ? *
    zone: Europe/Berlin
  timeout: 120
  size: medium
"""
import json
import math
import os
from collections import Counter
from datetime import timedelta

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from lambdas.common import store

sqs = boto3.client("sqs")
events = boto3.client("events")
LABELS = os.environ["BAKERY_LABEL_QUEUE"]
used = store.dynamodb.Table(os.environ["BAKERY_USED_TABLE"])


def pieces_of(day):
    """{product: pieces} of all orders of a day."""
    pieces = Counter()
    rows = store.everything(
        store.orders.query,
        KeyConditionExpression=Key("day").eq(day),
        FilterExpression=Attr("state").eq("open"),
    )
    for row in rows:
        for product, count in row["items"].items():
            pieces[product] += int(count)
    return pieces


def grams_of(pieces):
    """{ingredient: grams}: whole doughs."""
    grams = Counter()
    for product, count in pieces.items():
        recipe = store.recipe_of(product)
        if recipe is None:
            raise LookupError(f"no recipe of {product}")
        doughs = math.ceil(count / recipe["pieces"])
        for ingredient, amount in recipe["grams"].items():
            grams[ingredient] += doughs * int(amount)
    return grams


def take(ingredient, grams, day):
    """Takes flour from the oldest batches; returns {batch: grams}."""
    taken = {}
    batches = store.everything(
        store.stock.query,
        IndexName="by_best_before",
        KeyConditionExpression=Key("ingredient").eq(ingredient) & Key("best_before").gt(day),
        ConsistentRead=True,
    )
    for row in batches:
        if grams <= 0:
            break
        part = min(grams, int(row["grams"]))
        if part and take_from(ingredient, row["batch"], part, day):
            taken[row["batch"]] = part
            grams -= part
    if grams > 0:
        print(f"{grams} g of {ingredient} are missing")
    return taken


def take_from(ingredient, batch, part, day):
    """Takes from one batch, once for each day; returns whether it did."""
    try:
        store.client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": store.stock.name,
                "Key": {"ingredient": ingredient, "batch": batch},
                "UpdateExpression": "SET grams = grams - :part",
                "ConditionExpression": "grams >= :part",
                "ExpressionAttributeValues": {":part": part},
            }},
            {"Put": {
                "TableName": used.name,
                "Item": {"batch": batch, "use": f"{day}#{ingredient}", "day": day, "grams": part},
                "ConditionExpression": "attribute_not_exists(#batch)",
                "ExpressionAttributeNames": {"#batch": "batch"},
            }},
        ])
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        print(f"{batch}: {[reason['Code'] for reason in error.response['CancellationReasons']]}")
        return False
    return True


def order_labels(pieces, day):
    """A message for each product, ten at a time."""
    entries = [
        {"Id": f"label-{number}", "MessageBody": json.dumps({"product": product, "pieces": count, "day": day})}
        for number, (product, count) in enumerate(sorted(pieces.items()))
    ]
    for start in range(0, len(entries), 10):
        answer = sqs.send_message_batch(QueueUrl=LABELS, Entries=entries[start:start + 10])
        for failure in answer.get("Failed", []):
            raise RuntimeError(f"no labels: {failure['Code']}")


def handler(event, context):
    day = (store.today() + timedelta(days=1)).isoformat()
    pieces = pieces_of(day)
    batches = {}
    for ingredient, grams in grams_of(pieces).items():
        batches[ingredient] = take(ingredient, grams, day)
    order_labels(pieces, day)
    answer = events.put_events(Entries=[{
        "EventBusName": os.environ["BAKERY_BUS"],
        "Source": "bakery.plan",
        "DetailType": "NightPlanned",
        "Detail": json.dumps({"day": day, "pieces": pieces, "batches": batches}),
    }])
    if answer["FailedEntryCount"]:
        raise RuntimeError(f"nobody knows the plan: {answer['Entries'][0]['ErrorCode']}")
    return {"day": day, "pieces": sum(pieces.values())}
