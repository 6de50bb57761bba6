"""Books a flight; there is none to Atlantis.

infra:
  events: [{name: hotel-booked, topic: HotelBooked}]
"""
from lambdas.bus import Topic, publish


def handler(event, context):
    detail = event["detail"]
    topic = Topic.FLIGHT_FAILED if detail["city"] == "Atlantis" else Topic.FLIGHT_BOOKED
    publish(topic, detail)
