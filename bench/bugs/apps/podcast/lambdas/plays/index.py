"""Counts the plays of each episode by day.

infra:
  kinesis:
    stream: podcast-plays
    batch: 500
    window: 10
    tries: 5
  timeout: 60
"""
import base64
import collections
import json
import os
from datetime import datetime, timezone

import boto3

table = boto3.resource("dynamodb").Table(os.environ["PODCAST_PLAYS_TABLE"])
KEPT = 400 * 24 * 3600  # seconds


def handler(event, context):
    counts, newest = collections.Counter(), {}
    for record in event["Records"]:
        play = json.loads(base64.b64decode(record["kinesis"]["data"]))
        if "bot" in play["agent"].lower():
            continue
        day = datetime.fromtimestamp(play["time"], timezone.utc).date().isoformat()
        key = (f"{play['show']}/{play['number']}", day)
        counts[key] += 1
        newest[key] = max(newest.get(key, 0), play["time"])
    for (episode, day), count in counts.items():
        table.update_item(
            Key={"episode": episode, "day": day},
            UpdateExpression="ADD plays :count SET expires = :expires",
            ExpressionAttributeValues={":count": count, ":expires": newest[episode, day] + KEPT},
        )
