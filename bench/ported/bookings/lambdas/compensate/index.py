"""Cancels the hotel of a trip without a flight.

infra:
  events: [{name: flight-failed, topic: FlightFailed, retries: 5, age: 1 hour}]
"""
from lambdas.bus import Topic, publish
from lambdas.trips import advance


def handler(event, context):
    detail = event["detail"]
    if advance(detail["trip"], "CANCELLING", expected="HOTEL"):
        publish(Topic.CANCELLED, detail)
