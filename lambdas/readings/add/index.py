"""Stores a reading that is sent over HTTP: the first step of its way to a chart on a web page.

The gateway checks the body against the schema, so the handler receives only bodies
in the right format. A sensor that gets no response sends again: the same reading twice is one row.

infra:
  endpoint:
    api: public
    method: POST
    path: /readings
    schema:
      type: object
      required: [station, time, celsius]
      additionalProperties: false
      properties:
        station: {type: string, pattern: "^[a-z][a-z-]{1,29}$"}
        time: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z$"}
        celsius: {type: number, minimum: -90, maximum: 60}
"""
import json
from decimal import Decimal

from lambdas.weather import readings
from lambdas.weather.responses import response


def handler(event, context):
    body = json.loads(event["body"], parse_float=Decimal)  # DynamoDB takes no floats
    station, time, celsius = body["station"], body["time"], body["celsius"]
    problem = readings.problem(station, time, celsius)  # the schema accepts the 30th of February
    if problem:
        return response(400, {"message": problem})
    if not readings.store(station, time, celsius):
        return response(409, {"message": f"{station} has another reading for {time}"})
    return response(201, body)
