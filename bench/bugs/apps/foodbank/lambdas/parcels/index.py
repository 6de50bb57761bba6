"""Packs the parcels of households by the recipe, without their allergens.

infra:
  queue:
    batch: 5
    tries: 3
  timeout: long
"""
import json
import logging
import os
from collections import defaultdict

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared import goods
from lambdas.shared.bus import tell
from lambdas.shared.pages import all_rows
from lambdas.shared.times import today

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)
parcels = boto3.resource("dynamodb").Table(os.environ["FOODBANK_PARCELS_TABLE"])
RECIPE = (("pasta", 1), ("rice", 1), ("beans", 2))  # units for each two people


class Short(Exception):
    """A product that the depot lacks."""


def handler(event, context):
    failed = []
    for record in event["Records"]:
        order = json.loads(record["body"])
        try:
            pack(order)
        except Short as error:
            log.warning("%s: %s is short", order["household"], error)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def pack(order):
    name = f"{order['household']}#{order['week']}"
    key = {"day": order["week"], "parcel": name}
    if "Item" in parcels.get_item(Key=key, ConsistentRead=True):
        log.info("%s is packed", name)
        return
    shelves = usable(order["depot"], set(order["allergies"]))
    portions = -(-order["people"] // 2)
    taken = {}
    for product, units in RECIPE:
        taken.update(take(shelves[product], product, units * portions))
    parcels.put_item(Item={**key, "depot": order["depot"], "postcode": order["postcode"], "deliver": order["deliver"],
                           "contents": taken, "state": "packed"})
    tell("ParcelPacked", {"parcel": name, "day": order["week"], "depot": order["depot"], "units": sum(taken.values())})


def usable(depot, allergies):
    """{product: the batches that the household may eat, the oldest first}"""
    shelves = defaultdict(list)
    rows = all_rows(
        goods.table.query,
        IndexName="by_expiry",
        KeyConditionExpression=Key("depot").eq(depot) & Key("best_before").gte(today().isoformat()),
        FilterExpression=Attr("units").gt(0),
    )
    for row in rows:
        if allergies.isdisjoint(row.get("allergens", [])):
            shelves[row["product"]].append(row)
    return shelves


def take(batches, product, wanted):
    """{batch: units} that were taken from the stock."""
    if sum(row["units"] for row in batches) < wanted:
        raise Short(product)
    taken = {}
    for row in batches:
        units = int(min(row["units"], wanted))
        try:
            goods.table.update_item(
                Key={"depot": row["depot"], "batch": row["batch"]},
                UpdateExpression="SET #units = #units - :taken",
                ConditionExpression="#units >= :taken",
                ExpressionAttributeNames={"#units": "units"},
                ExpressionAttributeValues={":taken": units},
            )
        except goods.table.meta.client.exceptions.ConditionalCheckFailedException:
            continue
        taken[row["batch"]] = units
        wanted -= units
        if wanted == 0:
            return taken
    raise Short(product)
