"""Sums the hours up in which readings came.

infra:
  events:
  - name: stored
    source: {type: table, name: fleet}
    topic: INSERT
    pattern:
      sk: [reading]
  timeout: medium
"""
from decimal import Decimal

from lambdas.fleet import rows, times


def handler(event, context):
    touched = {(record["pk"], times.hour_of(record["sk"].removeprefix("reading#")))
               for record in event["detail"]["records"]}
    for device, hour in sorted(touched):
        rows.table.put_item(Item=summary(device, hour, [row["celsius"] for row in rows.of_hour(device, hour)]))


def summary(device, hour, values):
    """The row of an hour."""
    mean = (sum(values) / len(values)).quantize(Decimal("0.01"))
    return {**rows.hour_key(device, hour), "count": len(values), "mean": mean, "highest": max(values),
            "day": hour[:10]}
