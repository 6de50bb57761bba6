"""Counts who looks at the courses: records of the web page, {"course": "maths", "at": 1777622400}

infra:
  kinesis:
    stream: tuition-views
    batch: 200
    window: 5
    tries: 3
  timeout: medium
"""
import base64
import collections
import json
import os
from datetime import datetime, timezone

import boto3

stats = boto3.resource("dynamodb").Table(os.environ["TUITION_STATS_TABLE"])


def handler(event, context):
    counts = collections.Counter()
    for record in event["Records"]:
        view = json.loads(base64.b64decode(record["kinesis"]["data"]))
        day = datetime.fromtimestamp(view["at"], tz=timezone.utc).date()
        counts[view["course"], day.isoformat()] += 1
    for (course, day), number in counts.items():
        stats.update_item(
            Key={"course": course, "day": day},
            UpdateExpression="ADD #views :number",
            ExpressionAttributeNames={"#views": "views"},
            ExpressionAttributeValues={":number": number},
        )
    return dict(collections.Counter(course for course, _ in counts))
