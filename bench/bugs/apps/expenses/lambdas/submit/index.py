"""Submits an expense: POST /expenses with {"title": "Taxi", "amount": 31.5, "currency": "CHF"}

infra:
  endpoint:
    api: private
    method: POST
    path: /expenses
    schema:
      type: object
      required: [title, amount, currency]
      additionalProperties: false
      properties:
        title: {type: string, minLength: 1, maxLength: 200}
        amount: {type: number, minimum: 0}
        currency: {type: string, pattern: "^[A-Z]{3}$"}
"""
import json
import logging
import os
import uuid
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.office import bus, store, web
from lambdas.office.models import Expense

logger = logging.getLogger()
logger.setLevel(logging.INFO)
rates = boto3.resource("dynamodb").Table(os.environ["EXPENSES_RATES_TABLE"])
LIMIT = Decimal(os.environ["LIMIT"])


def handler(event, context):
    body = json.loads(event["body"], parse_float=Decimal)
    claims = web.caller(event)
    rate = rate_of(body["currency"])
    if rate is None:
        return web.respond(400, {"message": f"there is no rate for {body['currency']}"})
    amount = Decimal(body["amount"])
    expense = Expense(
        employee=claims["sub"],
        number=uuid.uuid4().hex[:12],
        email=claims["email"],
        title=body["title"],
        amount=amount,
        currency=body["currency"],
        total=(amount / rate).quantize(Decimal("0.01")),
    )
    store.add(expense)
    bus.emit("ExpenseSubmitted", employee=expense.employee, number=expense.number, title=expense.title,
             total=str(expense.total), large=expense.total > LIMIT)
    logger.info("expense %s of %s", expense.number, expense.total)
    return web.respond(201, expense.summary())


def rate_of(currency):
    """The newest rate of a currency, or None."""
    if currency == os.environ["CURRENCY"]:
        return Decimal(1)
    rows = rates.query(KeyConditionExpression=Key("currency").eq(currency), ScanIndexForward=False, Limit=1)["Items"]
    return rows[0]["rate"] if rows else None
