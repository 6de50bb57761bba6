"""Returns the days and the alarms of a station: GET /stations/oslo

infra:
  endpoint:
    api: public
    method: GET
    path: /stations/{station}
"""
from lambdas.weather import stations
from lambdas.weather.responses import response


def handler(event, context):
    station = event["pathParameters"]["station"]
    history = stations.history(station)
    if not history["days"] and not history["alarms"]:
        return response(404, {"message": f"no station {station}"})
    return response(200, {"station": station, **history})
