"""Takes a reading over HTTP: the first stop of a journey that ends as a bar on a web page.

The gateway checks the body against the schema, so the handler sees only what has the
right form. A sensor that hears no answer sends again: the same reading twice is one row.

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
from lambdas.weather.answers import answer


def handler(event, context):
    body = json.loads(event["body"], parse_float=Decimal)  # DynamoDB takes no floats
    station, time, celsius = body["station"], body["time"], body["celsius"]
    complaint = readings.complaint(station, time, celsius)  # a schema lets the 30th of February pass
    if complaint:
        return answer(400, {"message": complaint})
    if not readings.store(station, time, celsius):
        return answer(409, {"message": f"{station} has another reading for {time}"})
    return answer(201, body)
