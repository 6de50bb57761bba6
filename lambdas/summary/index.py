"""Computes the summary of a station's day when one of its readings is written, corrected or deleted.

The rule matches readings only. The summary is a row of the same table: a rule that also
matched summaries would invoke this lambda in an endless loop.

infra:
  events:
  - name: readings
    source:
      type: table
      name: demo
    pattern:
      sk: [reading]
"""
import json
import os
from uuid import uuid4

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.weather import readings

sqs = boto3.client("sqs")
sns = boto3.client("sns")


def handler(event, context):
    station, records = event["detail"]["pk"], event["detail"]["records"]
    times = [record["sk"].removeprefix("reading#") for record in records]
    for day in sorted({time[:10] for time in times}):
        while not sum_up(station, day):
            pass  # another invocation wrote the summary first: compute it again, with the newest rows
    sqs.send_message(QueueUrl=os.environ["DEMO_PAGES_QUEUE"], MessageBody=station)
    for time, record in zip(times, records):
        image = record.get("newImage")  # None if the reading was deleted
        if image and readings.is_unusual(image["celsius"]):
            alarm = {"station": station, "time": time, "celsius": image["celsius"]}
            sns.publish(TopicArn=os.environ["DEMO_ALARMS_TOPIC"], Message=json.dumps(alarm))


def sum_up(station, day):
    """Computes the whole day again, so an event that is delivered twice or late counts nothing twice.

    False if the summary changed since it was read: then the readings may be older than it.
    """
    key = {"pk": station, "sk": f"day#{day}"}
    old = readings.table.get_item(Key=key, ConsistentRead=True).get("Item")
    unchanged = Attr("revision").eq(old["revision"]) if old else Attr("pk").not_exists()
    values = [reading["celsius"] for reading in readings.of_day(station, day)]
    try:
        if values:
            readings.table.put_item(Item={**key, **summary(day, values)}, ConditionExpression=unchanged)
        else:
            readings.table.delete_item(Key=key, ConditionExpression=unchanged)
    except readings.table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def summary(day, values):
    """The attributes of a summary. `day` is also the key of the index that `closing` queries."""
    return {"day": day, "count": len(values), "lowest": min(values), "highest": max(values),
            "mean": round(sum(values) / len(values), 1), "revision": uuid4().hex}
