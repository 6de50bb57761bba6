"""Books a hotel.

infra:
  events: [{name: requested, topic: TripRequested}]
"""
from lambdas.bus import Topic, publish
from lambdas.trips import advance


def handler(event, context):
    detail = event["detail"]
    if advance(detail["trip"], "HOTEL", expected="REQUESTED"):
        publish(Topic.HOTEL_BOOKED, {**detail, "hotel": f"hotel-{detail['city']}"})
