"""Events on the clinic's own bus."""
import json
import os

import boto3

events = boto3.client("events")


def emit(source, topic, detail):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["VET_BUS"],
        "Source": source,
        "DetailType": topic,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
