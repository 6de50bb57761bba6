"""The rows of the app.

cars: {"car", "plate", "lat", "lon", "level", "kind", "km", "service_km", "inspection", "tariff"}
bookings: {"car", "start", "end", "driver", "booking"}
trips: {"trip", "car", "driver", "month", "started", "ended", "km", "price"}
drivers: {"driver", "email", "name", "active"}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key


class Store:
    """The tables, made when they are first used."""

    def __init__(self):
        self._dynamodb = boto3.resource("dynamodb")
        self.cars = self._dynamodb.Table(os.environ["CARPOOL_CARS_TABLE"])
        self.bookings = self._dynamodb.Table(os.environ["CARPOOL_BOOKINGS_TABLE"])
        self.trips = self._dynamodb.Table(os.environ["CARPOOL_TRIPS_TABLE"])
        self.drivers = self._dynamodb.Table(os.environ["CARPOOL_DRIVERS_TABLE"])

    @property
    def client(self):
        return self._dynamodb.meta.client

    def car(self, car):
        return self.cars.get_item(Key={"car": car}).get("Item")

    def driver(self, driver):
        return self.drivers.get_item(Key={"driver": driver}).get("Item")

    def all_cars(self):
        """Every car, page after page."""
        page = self.cars.scan()
        yield from page["Items"]
        while "LastEvaluatedKey" in page:
            page = self.cars.scan(ExclusiveStartKey=page["LastEvaluatedKey"])
            yield from page["Items"]

    def last_booking(self, car, moment):
        """The booking of a car that began last before a moment, or None."""
        items = self.bookings.query(
            KeyConditionExpression=Key("car").eq(car) & Key("start").lte(moment),
            ScanIndexForward=False,
            Limit=1,
        )["Items"]
        return items[0] if items else None

    def trips_of_month(self, month):
        """All trips of a month, sorted by driver."""
        query = {"IndexName": "by_month", "KeyConditionExpression": Key("month").eq(month)}
        rows = []
        while True:
            page = self.trips.query(**query)
            rows += page["Items"]
            if not page.get("LastEvaluatedKey"):
                return rows
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
