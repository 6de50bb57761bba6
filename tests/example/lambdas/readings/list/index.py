"""Lists the readings of a station's day: GET /readings?station=oslo&day=2026-05-01

The gateway refuses a request that lacks one of the parameters.

infra:
  endpoint:
    api: public
    method: GET
    path: /readings
    parameters: [station, day]
"""
from lambdas.weather import readings
from lambdas.weather.responses import response


def handler(event, context):
    parameters = event["queryStringParameters"]
    return response(200, readings.of_day(parameters["station"], parameters["day"]))
