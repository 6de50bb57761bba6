"""Events of the ferry line."""
import json
import os

import boto3

events = boto3.client("events")


def emit(kind, detail):
    """Puts one event on the app's bus."""
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["FERRY_BUS"],
        "Source": "ferry",
        "DetailType": kind,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
