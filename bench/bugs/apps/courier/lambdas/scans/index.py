"""Takes the scans of the drivers' handhelds: {"parcel": "a1", "status": "transit", "place": "Depot 4", "driver": "bo"}

infra:
  queue:
    batch: 10
    tries: 3
  timeout: medium
"""
import json
import logging
import os

import boto3

from lambdas.common import parcels

logger = logging.getLogger()
logger.setLevel("INFO")
events = boto3.client("events")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            take(json.loads(record["body"]))
        except Exception:
            logger.exception("scan %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def take(scan):
    """Writes one scan, and changes its parcel."""
    status = scan["status"]
    if status not in parcels.STATUSES:
        raise ValueError(f"no status {status}")
    time = scan.get("time") or parcels.now()
    row = parcels.move(scan["parcel"], status, time)
    if row is None:
        logger.warning("no parcel %s", scan["parcel"])
        return
    parcels.table.put_item(Item={
        "pk": f"parcel#{scan['parcel']}", "sk": f"scan#{time}", "place": scan["place"], "driver": scan["driver"]})
    if status == "delivered":
        emit(row, time)


def emit(row, time):
    """Tells the app that a parcel is delivered."""
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["COURIER_BUS"],
        "Source": "courier.scans",
        "DetailType": "ParcelDelivered",
        "Detail": json.dumps({"id": row["id"], "email": row["email"], "city": row["city"], "time": time}),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
