"""Holds seats for a quarter of an hour: POST /orders with {"show", "seats", "email"}

infra:
  endpoint:
    api: public
    method: POST
    path: /orders
    schema:
      type: object
      required: [show, seats, email]
      properties:
        show: {type: string}
        seats: {type: array, minItems: 1, maxItems: 8, items: {type: string}}
        email: {type: string}
  layers: [powertools]
  timeout: medium
"""
import json

from aws_lambda_powertools import Logger

from lambdas.lib import orders, shows

logger = Logger()
HEADERS = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}


def answer(status, **body):
    return {"statusCode": status, "headers": HEADERS, "body": json.dumps(body)}


@logger.inject_lambda_context
def handler(event, context):
    body = json.loads(event["body"])
    show = shows.find(body["show"])
    if show is None:
        return answer(404, error="no such show")
    seats = sorted(set(body["seats"]))
    amount = int(show["cents"]) * len(seats)
    order = orders.place(show["id"], seats, body["email"].strip().lower(), amount)
    if order is None:
        return answer(409, error="a seat is taken")
    logger.info("order", extra={"order": order["id"], "seats": len(seats)})
    return answer(201, order=order["id"], amount=amount, expires=order["expires"])
