"""The free cars around a place.

infra:
  endpoint:
    api: public
    method: GET
    path: /cars
"""
import math
import os
from datetime import datetime, timezone

from lambdas.common import http
from lambdas.common.store import Store

store = Store()
EARTH_KM = 6371
EMPTY = 10


def distance(lat1, lon1, lat2, lon2):
    """The kilometres between two places."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def is_free(car, moment):
    booking = store.last_booking(car["car"], moment)
    return booking is None or booking["end"] <= moment


@http.endpoint
def handler(event):
    query = event.get("queryStringParameters") or {}
    try:
        lat, lon = float(query["lat"]), float(query["lon"])
        radius = float(query.get("radius", os.environ["RADIUS_KM"]))
    except (KeyError, ValueError):
        raise http.Problem(400, "lat and lon are numbers")
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    cars = []
    for car in store.all_cars():
        if car["level"] < EMPTY:
            continue
        km = distance(lat, lon, float(car["lat"]), float(car["lon"]))
        if km <= radius and is_free(car, moment):
            cars.append({"car": car["car"], "plate": car["plate"], "level": car["level"], "km": round(km, 2)})
    cars.sort(key=lambda car: (car["km"], car["car"]))
    return http.reply(200, {"cars": cars})
