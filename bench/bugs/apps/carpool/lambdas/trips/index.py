"""A car sends its trips, when they end: messages {"trip", "car", "started", "ended", "km", "level", "position"}.

infra:
  queue:
    fifo: true
    batch: 10
    tries: 5
  timeout: 30
"""
import json
import os
from decimal import Decimal
from typing import TypedDict

import boto3

from lambdas.common import tariffs
from lambdas.common.store import Store

store = Store()
bus = boto3.client("events")


class Message(TypedDict):
    trip: str
    car: str
    started: str
    ended: str
    km: Decimal
    level: int
    position: list[Decimal]


def write(message: Message) -> Decimal:
    """Writes the trip and the new state of the car. Returns the price."""
    car = store.car(message["car"])
    if car is None:
        raise LookupError(f"no car {message['car']}")
    started, ended = tariffs.parsed(message["started"]), tariffs.parsed(message["ended"])
    booking = store.last_booking(message["car"], message["started"])
    driver = booking["driver"] if booking else "unknown"
    price = tariffs.tariff_of(car).price(ended - started, message["km"])
    lat, lon = message["position"]
    store.client.transact_write_items(TransactItems=[
        {"Put": {
            "TableName": store.trips.name,
            "Item": {
                "trip": message["trip"],
                "car": message["car"],
                "driver": driver,
                "month": message["ended"][:7],
                "started": message["started"],
                "ended": message["ended"],
                "km": message["km"],
                "price": price,
            },
            "ConditionExpression": "attribute_not_exists(trip)",
        }},
        {"Update": {
            "TableName": store.cars.name,
            "Key": {"car": message["car"]},
            "UpdateExpression": "SET lat = :lat, lon = :lon, #level = :level ADD km :km",
            "ExpressionAttributeNames": {"#level": "level"},
            "ExpressionAttributeValues": {
                ":lat": lat, ":lon": lon, ":level": message["level"], ":km": message["km"]},
        }},
    ])
    return price


def emit(message: Message, price: Decimal) -> None:
    response = bus.put_events(Entries=[{
        "EventBusName": os.environ["CARPOOL_BUS"],
        "Source": "carpool.trips",
        "DetailType": "TripEnded",
        "Detail": json.dumps({"trip": message["trip"], "car": message["car"], "level": int(message["level"]), "price": str(price)}),
    }])
    if response["FailedEntryCount"]:
        print(f"trip {message['trip']} was not emitted: {response['Entries'][0]['ErrorMessage']}")


def handler(event, context):
    records = event["Records"]
    for position, record in enumerate(records):
        message: Message = json.loads(record["body"], parse_float=Decimal, parse_int=Decimal)
        try:
            price = write(message)
        except store.client.exceptions.TransactionCanceledException as error:
            if any(reason["Code"] == "ConditionalCheckFailed" for reason in error.response["CancellationReasons"]):
                print(f"trip {message['trip']} came twice")
                continue
            return {"batchItemFailures": [{"itemIdentifier": later["messageId"]} for later in records[position:]]}
        except (LookupError, ValueError) as error:
            print(f"trip {message.get('trip')}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": later["messageId"]} for later in records[position:]]}
        emit(message, price)
    return {"batchItemFailures": []}
