"""Books a flat, and lists the guest's bookings: POST and GET /bookings

infra:
  endpoint:
    api: private
    routes:
    - method: POST
      path: /bookings
      schema:
        type: object
        required: [flat, arrive, leave, guests, email]
        additionalProperties: false
        properties:
          flat: {type: string, minLength: 1}
          arrive: {type: string}
          leave: {type: string}
          guests: {type: integer, minimum: 1}
          email: {type: string, pattern: "^[^@ ]+@[^@ ]+$"}
          currency: {type: string, enum: [EUR, GBP, USD, JPY]}
    - GET /bookings
  indexes:
  - name: guest
    type: S
    table: rentals
  timeout: medium
"""
import json
import secrets
from datetime import datetime, timezone

from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from lambdas.core.bus import inform
from lambdas.core.days import day_of, nights, today
from lambdas.core.pricing import price
from lambdas.core.store import booking_key, client, flat_key, night_key, row_of, rows, table
from lambdas.core.web import no, ok, user

LONGEST = 60
SHOWN = ("flat", "arrive", "leave", "state", "total", "currency")


def handler(event, context):
    if event["httpMethod"] == "GET":
        return mine(user(event))
    return book(user(event), json.loads(event["body"]))


def mine(guest):
    found = rows(IndexName="guest-index", KeyConditionExpression=Key("guest").eq(guest),
                 FilterExpression=Attr("state").ne("expired"))
    bookings = [{"id": row["pk"].removeprefix("booking#"), **{name: row[name] for name in SHOWN}} for row in found]
    bookings.sort(key=lambda booking: booking["arrive"], reverse=True)
    return ok({"bookings": bookings})


def book(guest, body):
    try:
        arrive, leave = day_of(body["arrive"]), day_of(body["leave"])
    except ValueError:
        return no(400, "no such day")
    if not today() <= arrive < leave or (leave - arrive).days > LONGEST:
        return no(400, "no such stay")
    flat = row_of(flat_key(body["flat"]))
    if flat is None:
        return no(404, "no such flat")
    if body["guests"] > flat["sleeps"]:
        return no(400, "too many guests")
    try:
        cost = price(flat, arrive, leave, body["guests"]).to(body.get("currency", "EUR"))
    except LookupError as error:
        return no(409, str(error))
    booking = secrets.token_hex(6)
    item = {
        **booking_key(booking), "flat": body["flat"], "guest": guest, "email": body["email"], "owner": flat["owner"],
        "city": flat["city"], "arrive": str(arrive), "leave": str(leave), "guests": body["guests"], "state": "requested",
        "rent": cost.rent, "tax": cost.tax, "total": cost.total, "deposit": cost.deposit, "currency": cost.currency,
        "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    writes = [{"Put": {"TableName": table.name, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}]
    writes += [{"Put": {
        "TableName": table.name,
        "Item": {**night_key(body["flat"], night), "booking": booking, "source": "booking"},
        "ConditionExpression": "attribute_not_exists(sk)",
    }} for night in nights(arrive, leave)]
    try:
        client.transact_write_items(TransactItems=writes, ClientRequestToken=booking)
    except ClientError as error:
        if error.response["Error"]["Code"] == "TransactionCanceledException":
            return no(409, "a night is taken")
        raise
    inform(booking, body["email"], "requested", flat=flat["name"], arrive=str(arrive), deposit=str(cost.deposit))
    return ok({"id": booking, "deposit": cost.deposit, "currency": cost.currency}, 201)
