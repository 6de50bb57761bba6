"""Events on the app's bus."""
import json
import os

import boto3

client = boto3.client("events")
CHUNK = 10


def emit_all(kind, details):
    """Puts events of one kind on the bus, ten in a call."""
    entries = [{"EventBusName": os.environ["PAYROLL_BUS"], "Source": "payroll", "DetailType": kind,
                "Detail": json.dumps(detail)} for detail in details]
    for start in range(0, len(entries), CHUNK):
        response = client.put_events(Entries=entries[start:start + CHUNK])
        if response["FailedEntryCount"] > 0:
            raise RuntimeError(f"{response['FailedEntryCount']} events were refused")
