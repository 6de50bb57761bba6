"""A driver books a car: one row for the booking, and one for each hour, so that no two overlap.

infra:
  endpoint:
    api: private
    method: POST
    path: /cars/{car}/bookings
  timeout: medium
"""
import os
import uuid
from datetime import datetime, timedelta, timezone

from botocore.exceptions import ClientError

from lambdas.common import http, tariffs
from lambdas.common.store import Store

store = Store()
FORMAT = "%Y-%m-%dT%H:%M:%SZ"
MAX_HOURS = int(os.environ["MAX_HOURS"])


def period(body):
    """The full hours (start, end) in UTC that a request is about."""
    try:
        start = tariffs.parsed(body["start"]).astimezone(timezone.utc)
        end = tariffs.parsed(body["end"]).astimezone(timezone.utc)
    except (KeyError, TypeError, ValueError) as error:
        raise http.Problem(400, f"start and end: {error}") from error
    start = start.replace(minute=0, second=0, microsecond=0)
    if end.minute or end.second:
        end = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if start < datetime.now(timezone.utc) - timedelta(hours=1) or end <= start:
        raise http.Problem(400, "a booking begins in the future, and ends after its start")
    if end - start > timedelta(hours=MAX_HOURS):
        raise http.Problem(400, f"at most {MAX_HOURS} hours")
    return start, end


def hours(start, end):
    """The beginning of each hour."""
    moment = start
    while moment < end:
        yield moment.strftime(FORMAT)
        moment += timedelta(hours=1)


def rows(car, driver, booking, start, end):
    yield {"car": car, "start": start.strftime(FORMAT), "end": end.strftime(FORMAT), "driver": driver, "booking": booking}
    for hour in hours(start, end):
        yield {"car": f"hour#{car}", "start": hour, "booking": booking}


@http.endpoint
def handler(event):
    car, driver = event["pathParameters"]["car"], http.driver_of(event)
    start, end = period(http.body_json(event))
    person = store.driver(driver)
    if not person or not person["active"]:
        raise http.Problem(403, "your licence was not checked yet")
    if store.car(car) is None:
        raise http.Problem(404, "no such car")
    booking = uuid.uuid4().hex[:12]
    writes = [
        {"Put": {"TableName": store.bookings.name, "Item": row, "ConditionExpression": "attribute_not_exists(car)"}}
        for row in rows(car, driver, booking, start, end)
    ]
    try:
        store.client.transact_write_items(TransactItems=writes)
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        raise http.Problem(409, "somebody has booked the car") from error
    return http.reply(201, {"booking": booking, "start": start.strftime(FORMAT), "end": end.strftime(FORMAT)})
