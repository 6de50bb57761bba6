"""The events of the fleet: VanLeftCity {plate, at, lat, lon}, TripEnded {trip, plate, kilometres}."""
import json
import os

import boto3

events = boto3.client("events")
BUS = os.environ["FLEET_BUS"]


def announce(topic, **detail):
    answer = events.put_events(Entries=[
        {"EventBusName": BUS, "Source": "fleet", "DetailType": topic, "Detail": json.dumps(detail)}])
    if answer["FailedEntryCount"] > 0:
        raise RuntimeError(answer["Entries"][0]["ErrorMessage"])
