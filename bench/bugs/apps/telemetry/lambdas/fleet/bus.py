"""The app's bus."""
import json
import os

import boto3

from lambdas.fleet.answers import plain

client = boto3.client("events")


def entry(source, topic, detail):
    """An event of the app."""
    return {"EventBusName": os.environ["FLEET_BUS"], "Source": source, "DetailType": topic,
            "Detail": json.dumps(detail, default=plain)}


def tell(entries):
    """Puts events on the bus, ten in a call; raises if one was not taken."""
    for at in range(0, len(entries), 10):
        reply = client.put_events(Entries=entries[at:at + 10])
        refused = [result["ErrorMessage"] for result in reply["Entries"] if "ErrorCode" in result]
        if refused:
            raise RuntimeError(refused)
