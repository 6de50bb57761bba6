"""Keeps all alarms of a device for a year.

infra:
  queue:
    batch: 10
    from:
      source: {type: topic, name: alarms}
  timeout: medium
"""
import json
import time
from decimal import Decimal

from lambdas.station.rows import table

KEPT = 365 * 24 * 3600


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            keep(json.loads(record["body"], parse_float=Decimal))
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def keep(alarm):
    row = {
        "pk": f"device#{alarm['device']}",
        "sk": f"alarm#{alarm['time']}#{alarm['severity']}",
        "severity": alarm["severity"],
        "expires": int(time.time()) + KEPT,
    }
    if alarm.get("celsius") is not None:
        row["celsius"] = alarm["celsius"]
    table.put_item(Item=row)
