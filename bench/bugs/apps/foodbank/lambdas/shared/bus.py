"""Events on the app's own bus."""
import json
import os
from typing import Any

import boto3

events = boto3.client("events")


def tell(topic: str, detail: dict[str, Any]) -> None:
    result = events.put_events(Entries=[{
        "EventBusName": os.environ["FOODBANK_BUS"],
        "Source": "foodbank",
        "DetailType": topic,
        "Detail": json.dumps(detail),
    }])
    if result["FailedEntryCount"]:
        raise RuntimeError(f"{topic}: {result['Entries'][0]['ErrorMessage']}")
