"""The events of the clinic: AppointmentBooked, AppointmentCancelled, SlotOffered."""
import json
import os

import boto3

events = boto3.client("events")
BUS = os.environ["CLINIC_BUS"]


def tell(topic, **detail):
    """Puts an event on the bus; raises if the bus did not take it."""
    response = events.put_events(Entries=[
        {"EventBusName": BUS, "Source": "clinic", "DetailType": topic, "Detail": json.dumps(detail)}])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"{topic}: {response['Entries'][0]['ErrorMessage']}")
