"""Corrects a reading: PUT /readings/oslo/2026-05-01T12:00Z with {"celsius": 11.5}

The endpoint is private, so the gateway accepts only signed-in users, and adds their claims
to the event. The change updates summaries and pages like every change of a row.

infra:
  endpoint:
    api: private
    method: PUT
    path: /readings/{station}/{time}
    schema:
      type: object
      required: [celsius]
      additionalProperties: false
      properties:
        celsius: {type: number, minimum: -90, maximum: 60}
"""
import json
from decimal import Decimal

from lambdas.weather import readings
from lambdas.weather.responses import response


def handler(event, context):
    station, time = event["pathParameters"]["station"], event["pathParameters"]["time"]
    celsius = round(Decimal(json.loads(event["body"], parse_float=Decimal)["celsius"]), 2)
    try:
        readings.table.update_item(
            Key=readings.key(station, time),
            UpdateExpression="SET celsius = :celsius, correctedBy = :who",
            ConditionExpression="attribute_exists(pk)",  # an update would create a missing row
            ExpressionAttributeValues={
                ":celsius": celsius,
                ":who": event["requestContext"]["authorizer"]["claims"]["sub"]})
    except readings.table.meta.client.exceptions.ConditionalCheckFailedException:
        return response(404, {"message": f"{station} has no reading for {time}"})
    return response(200, {"station": station, "time": time, "celsius": celsius})
