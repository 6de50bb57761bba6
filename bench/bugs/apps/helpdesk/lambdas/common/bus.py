"""The desk's events: TicketOpened, ReplyAdded, TicketClosed."""
import json
import os

import boto3

client = boto3.client("events")


def emit(kind, detail):
    response = client.put_events(Entries=[{
        "EventBusName": os.environ["HELPDESK_BUS"],
        "Source": "helpdesk",
        "DetailType": kind,
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(f"{kind} was not accepted: {response['Entries'][0].get('ErrorCode')}")
