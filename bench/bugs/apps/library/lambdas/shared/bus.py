"""Events of the app."""
import json
import os

import boto3

events = boto3.client("events")


def emit(kind, **detail):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["LIBRARY_BUS"],
        "Source": "library",
        "DetailType": kind,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
