"""Events of the app."""
import json
import os

import boto3

events = boto3.client("events")


def emit(kind, detail):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["PARKING_BUS"],
        "Source": "parking",
        "DetailType": kind,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"{kind}: {response['Entries'][0]['ErrorCode']}")
