"""Starts a trip.

infra:
  endpoint: {api: public, method: POST, path: /trips, schema: {type: object, required: [city]}}
"""
import json
import uuid

from lambdas.bus import Topic, publish
from lambdas.trips import advance


def handler(event, context):
    trip = {"trip": str(uuid.uuid4()), **json.loads(event["body"])}
    advance(trip["trip"], "REQUESTED")
    publish(Topic.REQUESTED, trip)
    return {"statusCode": 202, "body": json.dumps(trip)}
