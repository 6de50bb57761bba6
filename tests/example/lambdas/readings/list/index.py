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
from lambdas.weather.answers import answer


def handler(event, context):
    asked = event["queryStringParameters"]
    return answer(200, readings.of_day(asked["station"], asked["day"]))
