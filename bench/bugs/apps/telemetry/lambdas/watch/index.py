"""Tells of readings above the limit.

infra:
  events:
  - name: stored
    source: {type: table, name: fleet}
    topic: INSERT
    pattern:
      sk: [reading]
"""
import os

from lambdas.fleet import bus


def handler(event, context):
    limit = float(os.environ["LIMIT"])
    hot = [record["newImage"] for record in event["detail"]["records"]
           if record["newImage"] and record["newImage"]["celsius"] > limit]
    bus.tell([bus.entry("fleet.watch", "LimitCrossed", detail(row)) for row in hot])
    return {"told": len(hot)}


def detail(row):
    """What the event says of a reading."""
    return {"device": row["pk"], "time": row["sk"].partition("#")[2], "celsius": row["celsius"]}
