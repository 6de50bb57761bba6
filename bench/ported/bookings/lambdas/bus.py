import json
import os
from enum import StrEnum

import boto3

events = boto3.client("events")


class Topic(StrEnum):
    REQUESTED = "TripRequested"
    HOTEL_BOOKED = "HotelBooked"
    FLIGHT_BOOKED = "FlightBooked"
    FLIGHT_FAILED = "FlightFailed"
    CANCELLED = "HotelCancelled"


def publish(topic: Topic, detail: dict) -> None:
    result = events.put_events(Entries=[{"Source": "bookings.saga", "DetailType": topic.value,
                                         "Detail": json.dumps(detail), "EventBusName": os.environ["BOOKINGS_BUS"]}])
    if result["FailedEntryCount"]:
        raise RuntimeError(result["Entries"])
