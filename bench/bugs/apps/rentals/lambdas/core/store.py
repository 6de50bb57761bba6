"""The table of flats and bookings.

    flat#alfama      flat                 name, city, owner, sleeps, tax, feed, stars, reviews
    flat#alfama      night#2026-05-04     a night that is taken: by a booking, or by another portal ("ical")
    flat#alfama      season#2026-06-01    price of a night from this day on
    flat#alfama      review#<booking>     stars, text
    booking#<id>     booking              flat, guest, arrive, leave, total, state
    paid#<id>        paid                 an event of the payment provider
"""
import os
from typing import Iterator

import boto3

table = boto3.resource("dynamodb").Table(os.environ["RENTALS_TABLE"])
client = table.meta.client


def flat_key(flat: str) -> dict[str, str]:
    return {"pk": f"flat#{flat}", "sk": "flat"}


def night_key(flat: str, day) -> dict[str, str]:
    return {"pk": f"flat#{flat}", "sk": f"night#{day}"}


def booking_key(booking: str) -> dict[str, str]:
    return {"pk": f"booking#{booking}", "sk": "booking"}


def row_of(key: dict[str, str]) -> dict | None:
    return table.get_item(Key=key, ConsistentRead=True).get("Item")


def rows(source=table, **query) -> Iterator[dict]:
    """The rows of all pages of a query."""
    while True:
        page = source.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
