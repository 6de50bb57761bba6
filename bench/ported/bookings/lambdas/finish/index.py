"""Writes how a trip ended.

infra:
  queue:
    batch: 10
    from: {topic: FlightBooked}
"""
import json

from lambdas.trips import advance


def handler(event, context):
    for record in event["Records"]:
        detail = json.loads(record["body"])["detail"]
        advance(detail["trip"], "BOOKED", expected="HOTEL")
