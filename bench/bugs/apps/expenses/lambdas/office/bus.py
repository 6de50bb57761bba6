"""Events on the app's bus: ExpenseSubmitted and ExpenseDecided."""
import json
import os

import boto3

events = boto3.client("events")


def emit(topic, **detail):
    """Puts one event on the bus."""
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["EXPENSES_BUS"],
        "Source": "expenses.office",
        "DetailType": topic,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"{topic} was not taken: {response['Entries'][0]['ErrorMessage']}")
