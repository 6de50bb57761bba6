"""The app's bus."""
import json
import os

import boto3

events = boto3.client("events")


def tell(source, topic, detail):
    """Puts one event on the bus; raises if it was not taken."""
    entry = {"EventBusName": os.environ["SHOP_BUS"], "Source": source, "DetailType": topic,
             "Detail": json.dumps(detail)}
    answer = events.put_events(Entries=[entry])
    if answer["FailedEntryCount"] > 0:
        raise RuntimeError(f"{topic}: {answer['Entries'][0]['ErrorMessage']}")
