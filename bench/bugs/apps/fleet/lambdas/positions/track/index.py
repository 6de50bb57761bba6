"""Keeps the last position of each van, and tells when a van leaves the city.

infra:
  kinesis:
    stream: fleet-positions
    batch: 200
    window: 5
  timeout: 60
"""
import base64
import json
import os
import time
from decimal import Decimal

import boto3

from lambdas.shared.bus import announce

positions = boto3.resource("dynamodb").Table(os.environ["FLEET_POSITIONS_TABLE"])
NORTH, SOUTH, WEST, EAST = Decimal("52.68"), Decimal("52.33"), Decimal("13.08"), Decimal("13.77")
WEEK = 7 * 24 * 3600


def handler(event, context):
    for record in event["Records"]:
        try:
            track(json.loads(base64.b64decode(record["kinesis"]["data"]), parse_float=Decimal))
        except Exception as error:
            print(f"{record['kinesis']['sequenceNumber']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
    return {"batchItemFailures": []}


def inside(position):
    return SOUTH <= position["lat"] <= NORTH and WEST <= position["lon"] <= EAST


def track(position):
    """Writes a position if it is newer than the last one."""
    before = positions.get_item(Key={"plate": position["plate"]}).get("Item")
    if before and before["at"] >= position["at"]:
        return
    positions.put_item(Item={
        "plate": position["plate"], "at": position["at"], "lat": position["lat"], "lon": position["lon"],
        "expires": int(time.time()) + WEEK})
    if before and inside(before) and not inside(position):
        announce("VanLeftCity", plate=position["plate"], at=position["at"],
                 lat=float(position["lat"]), lon=float(position["lon"]))
