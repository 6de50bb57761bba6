"""Takes the review of a stay, once, and keeps the average of the flat: POST /bookings/{id}/review

infra:
  endpoint:
    api: private
    method: POST
    path: /bookings/{id}/review
    schema:
      type: object
      required: [stars]
      properties:
        stars: {type: integer, minimum: 1, maximum: 5}
        text: {type: string, maxLength: 1000}
"""
import json
from decimal import ROUND_HALF_UP, Decimal

from boto3.dynamodb.conditions import Attr

from lambdas.core.days import day_of, today
from lambdas.core.store import booking_key, client, flat_key, row_of, table
from lambdas.core.web import no, ok, user

RUDE = {"stupid", "idiot"}


def handler(event, context):
    booking = event["pathParameters"]["id"]
    body = json.loads(event["body"])
    stay = row_of(booking_key(booking))
    if stay is None or stay["guest"] != user(event):
        return no(404, "no such booking")
    if stay["state"] != "paid" or day_of(stay["leave"]) > today():
        return no(409, "the stay is not over")
    text = body.get("text", "").strip()
    if RUDE & set(text.lower().split()):
        return no(400, "please be kind")
    flat = stay["flat"]
    review = {"pk": f"flat#{flat}", "sk": f"review#{booking}", "stars": body["stars"], "day": str(today())}
    if text:
        review["text"] = text
    try:
        table.put_item(Item=review, ConditionExpression=Attr("sk").not_exists())
    except client.exceptions.ConditionalCheckFailedException:
        return no(409, "there is a review")
    totals = table.update_item(
        Key=flat_key(flat),
        UpdateExpression="ADD stars :stars, reviews :one",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues={":stars": body["stars"], ":one": 1},
        ReturnValues="UPDATED_NEW",
    )["Attributes"]
    average = (totals["stars"] / totals["reviews"]).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return ok({"flat": flat, "average": average, "reviews": int(totals["reviews"])}, 201)
