"""The table of the fleet.

    vehicle#B-AB12   vehicle           plate, model, driver, inspection
    trip#<id>        trip              plate, driver, started, ended, kilometres, cost
    driver#<sub>     driver            email, name
"""
import os
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr

table = boto3.resource("dynamodb").Table(os.environ["FLEET_TABLE"])


@dataclass
class Trip:
    id: str
    plate: str
    driver: str
    started: str
    ended: str | None = None
    kilometres: Decimal = Decimal(0)
    stops: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, row):
        return cls(row["pk"].split("#", 1)[1], row["plate"], row["driver"], row["started"], row.get("ended"),
                   row.get("kilometres", Decimal(0)), list(row.get("stops", [])))

    def cost(self):
        return (self.kilometres * Decimal(os.environ["RATE_PER_KM"])).quantize(Decimal("0.01"))


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def vehicle_key(plate):
    return {"pk": f"vehicle#{plate}", "sk": "vehicle"}


def trip_key(id_):
    return {"pk": f"trip#{id_}", "sk": "trip"}


def vehicle(plate):
    return table.get_item(Key=vehicle_key(plate)).get("Item")


def vehicles():
    """All vehicles; there are some hundreds."""
    query = {"FilterExpression": Attr("sk").eq("vehicle")}
    while True:
        page = table.scan(**query)
        yield from page["Items"]
        if not page.get("LastEvaluatedKey"):
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
