"""Sailings and bookings, as they are in the tables."""
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3

HELD, PAID, BOARDED, CANCELLED = "HELD", "PAID", "BOARDED", "CANCELLED"
ZONE = ZoneInfo("Europe/Oslo")

dynamodb = boto3.resource("dynamodb")
sailings = dynamodb.Table(os.environ["FERRY_TABLE"])
bookings = dynamodb.Table(os.environ["FERRY_BOOKINGS_TABLE"])


@dataclass(frozen=True)
class Sailing:
    """One departure: its id is the route and the local time, sund-2026-07-01T0930."""
    id: str
    departs: datetime
    free: int
    delay: int = 0

    @classmethod
    def of(cls, row):
        return cls(id=row["id"], departs=datetime.fromisoformat(row["departs"]), free=int(row["seats_left"]),
                   delay=int(row.get("delay", 0)))

    @property
    def route(self):
        return self.id.split("-")[0]

    @property
    def day(self):
        return f"{self.departs.astimezone(ZONE):%Y-%m-%d}"


def sailing_key(sailing_id):
    route, _, day = sailing_id.partition("-")
    return {"pk": f"route#{route}", "sk": f"sailing#{day}"}


def sailing(sailing_id):
    """A sailing, or None."""
    row = sailings.get_item(Key=sailing_key(sailing_id)).get("Item")
    return Sailing.of(row) if row else None


def booking(sailing_id, booking_id):
    """The row of a booking, or None."""
    return bookings.get_item(Key={"sailing": sailing_id, "booking": booking_id}).get("Item")


def bookings_of(sailing_id, condition=None):
    """All rows of a sailing's bookings."""
    query = {"KeyConditionExpression": "sailing = :sailing", "ExpressionAttributeValues": {":sailing": sailing_id}}
    if condition:
        query["FilterExpression"] = "#status = :status"
        query["ExpressionAttributeNames"] = {"#status": "status"}
        query["ExpressionAttributeValues"][":status"] = condition
    while True:
        page = bookings.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
