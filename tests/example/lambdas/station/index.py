"""Tells what is known of a station, its days and its alarms: GET /stations/oslo

infra:
  endpoint:
    api: public
    method: GET
    path: /stations/{station}
"""
from lambdas.weather import stations
from lambdas.weather.answers import answer


def handler(event, context):
    station = event["pathParameters"]["station"]
    history = stations.history(station)
    if not history["days"] and not history["alarms"]:
        return answer(404, {"message": f"no station {station}"})
    return answer(200, {"station": station, **history})
