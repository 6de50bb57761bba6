"""Sells tickets for a slot, as long as its quota lasts.

infra:
  endpoint:
    api: public
    method: POST
    path: /tickets
    schema:
      type: object
      required: [day, time, email, persons]
      properties:
        day: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        time: {type: string, pattern: "^[0-9]{2}:[0-9]{2}$"}
        email: {type: string, minLength: 3}
        persons: {type: integer, minimum: 1, maximum: 12}
        card: {type: string}
  timeout: medium
"""
import json
import os
import uuid
from decimal import ROUND_HALF_UP, Decimal

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import clock, db, web

events = boto3.client("events")
PRICE = Decimal(os.environ["TICKET_PRICE"])
REDUCED = {"friend": Decimal("0.5"), "patron": Decimal("0")}


def factor(card):
    """The part of the price that the owner of a card pays."""
    if not card:
        return Decimal(1)
    member = db.members.get_item(Key={"card": card}).get("Item")
    if member is None or member["expires"] < clock.today().isoformat():
        raise web.Refused(403, "the card is not valid")
    return REDUCED.get(member["kind"], Decimal(1))


def price(persons, card):
    first = PRICE * factor(card)
    total = first + PRICE * (persons - 1)
    return total.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def reserve(order, ticket):
    """Writes the ticket and counts its persons, both or none."""
    try:
        db.dynamodb.meta.client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": db.slots.name,
                "Key": {"day": order["day"], "time": order["time"]},
                "UpdateExpression": "ADD sold :persons",
                "ConditionExpression": "attribute_exists(quota) AND sold <= :most",
                "ExpressionAttributeValues": {":persons": order["persons"], ":most": most_sold(order)},
            }},
            {"Put": {
                "TableName": db.tickets.name,
                "Item": ticket,
                "ConditionExpression": "attribute_not_exists(ticket)",
            }},
        ])
    except ClientError as error:
        if error.response["Error"]["Code"] == "TransactionCanceledException":
            raise web.Refused(409, "the slot is full") from error
        raise


def most_sold(order):
    """How many may be sold before, so that the persons of an order have room."""
    slot = db.slots.get_item(Key={"day": order["day"], "time": order["time"]}).get("Item")
    if slot is None:
        raise web.Refused(404, "no such slot")
    return slot["quota"] - order["persons"]


def emit(ticket):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["CASTLE_BUS"],
        "Source": "castle.tickets",
        "DetailType": "TicketSold",
        "Detail": json.dumps({
            "ticket": ticket["ticket"],
            "day": ticket["day"],
            "time": ticket["time"],
            "email": ticket["email"],
            "persons": ticket["persons"],
            "price": str(ticket["price"]),
        }),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"not emitted: {response['Entries']}")


def handler(event, context):
    order = json.loads(event["body"])
    try:
        if clock.slot_start(order["day"], order["time"]) < clock.now():
            raise web.Refused(410, "the slot has begun")
        ticket = {
            "ticket": uuid.uuid4().hex,
            "day": order["day"],
            "time": order["time"],
            "email": order["email"].strip().lower(),
            "persons": order["persons"],
            "price": price(order["persons"], order.get("card")),
            "bought": clock.now().isoformat(timespec="seconds"),
        }
        reserve(order, ticket)
    except web.Refused as error:
        return web.refusal(error)
    emit(ticket)
    return web.answer(201, {"ticket": ticket["ticket"], "price": str(ticket["price"])})
