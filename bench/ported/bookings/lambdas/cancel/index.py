"""Writes that a trip was cancelled.

infra:
  events: [{name: cancelled, topic: HotelCancelled}]
"""
from lambdas.trips import advance


def handler(event, context):
    advance(event["detail"]["trip"], "CANCELLED", expected="CANCELLING")
