"""Counts the kilometres of a van.

infra:
  events:
  - name: ended
    topic: TripEnded
"""
from decimal import Decimal

from lambdas.shared import store


def handler(event, context):
    trip = event["detail"]
    try:
        store.table.update_item(
            Key=store.vehicle_key(trip["plate"]),
            UpdateExpression="SET odometer = if_not_exists(odometer, :zero) + :driven, last_trip = :trip",
            ConditionExpression="attribute_exists(pk) AND (attribute_not_exists(last_trip) OR last_trip <> :trip)",
            ExpressionAttributeValues={":zero": 0, ":driven": Decimal(str(trip["kilometres"])), ":trip": trip["trip"]})
    except store.table.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"{trip['trip']} was counted, or there is no van {trip['plate']}")
