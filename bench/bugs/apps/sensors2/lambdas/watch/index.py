"""Raises an alarm for each new reading above the limit of its device.

infra:
  events:
  - name: stored
    source: {type: table, name: sense}
    topic: INSERT
    pattern:
      sk: [reading]
  timeout: medium
"""
from decimal import Decimal

from lambdas.station.alarm import raise_alarm
from lambdas.station.rows import device

MUCH = 10


def handler(event, context):
    for record in event["detail"]["records"]:
        row = record["newImage"]
        id_ = row["pk"].removeprefix("device#")
        found = device(id_)
        if found is None:
            print(f"{id_} is not registered")
            continue
        above = Decimal(str(row["celsius"])) - found["limit"]
        if above > 0:
            raise_alarm(id_, row["sk"].removeprefix("reading#"), "critical" if above > MUCH else "high", row["celsius"])
