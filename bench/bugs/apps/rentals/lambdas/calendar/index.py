"""The nights of a month that are free: GET /flats/{flat}/calendar?month=2026-05

infra:
  endpoint:
    api: public
    method: GET
    path: /flats/{flat}/calendar
    parameters: [month]
"""
import calendar
import re

from boto3.dynamodb.conditions import Key

from lambdas.core.pricing import night_price, seasons
from lambdas.core.days import day_of, today
from lambdas.core.store import flat_key, row_of, rows
from lambdas.core.web import no, ok

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def handler(event, context):
    flat = event["pathParameters"]["flat"]
    month = event["queryStringParameters"]["month"]
    if not MONTH.fullmatch(month):
        return no(400, "month is not a month")
    if row_of(flat_key(flat)) is None:
        return no(404, "no such flat")
    year, number = map(int, month.split("-"))
    last = calendar.monthrange(year, number)[1]
    taken = {row["sk"].removeprefix("night#") for row in rows(
        KeyConditionExpression=Key("pk").eq(f"flat#{flat}") & Key("sk").between(f"night#{month}-01", f"night#{month}-{last}"),
        ProjectionExpression="sk")}
    prices = seasons(flat)
    free = {}
    for day in range(1, last + 1):
        text = f"{month}-{day:02}"
        if text in taken or day_of(text) < today():
            continue
        try:
            free[text] = night_price(day_of(text), prices)
        except LookupError:
            pass  # not on sale yet
    return ok({"flat": flat, "free": free})
