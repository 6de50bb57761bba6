"""Events of the cooperative's own bus."""
import json
import os

import boto3

client = boto3.client("events")


def emit(topic: str, detail: dict) -> None:
    result = client.put_events(Entries=[{
        "EventBusName": os.environ["ORCHARD_BUS"],
        "Source": "orchard",
        "DetailType": topic,
        "Detail": json.dumps(detail),
    }])
    if result["FailedEntryCount"]:
        raise RuntimeError(result["Entries"][0].get("ErrorMessage"))
