"""Sums up a station's day whenever one of its readings is written, corrected or deleted.

The rule matches readings only. The summary is a row of the same table, so a rule that
matched it too would call this lambda for ever.

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
            pass  # a call beside this one was quicker: once more, with what it wrote
    sqs.send_message(QueueUrl=os.environ["DEMO_PAGES_QUEUE"], MessageBody=station)
    for time, record in zip(times, records):
        image = record.get("newImage")  # there is none after a deletion
        if image and readings.is_odd(image["celsius"]):
            alarm = {"station": station, "time": time, "celsius": image["celsius"]}
            sns.publish(TopicArn=os.environ["DEMO_ALARMS_TOPIC"], Message=json.dumps(alarm))


def sum_up(station, day):
    """Counts the whole day anew, so that an event that comes twice or late counts nothing twice.

    False if the summary changed since it was looked at: then what was counted may be old.
    """
    key = {"pk": station, "sk": f"day#{day}"}
    seen = readings.table.get_item(Key=key, ConsistentRead=True).get("Item")
    as_seen = Attr("revision").eq(seen["revision"]) if seen else Attr("pk").not_exists()
    values = [one["celsius"] for one in readings.of_day(station, day)]
    try:
        if values:
            readings.table.put_item(Item={**key, **summary(day, values)}, ConditionExpression=as_seen)
        else:
            readings.table.delete_item(Key=key, ConditionExpression=as_seen)
    except readings.table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def summary(day, values):
    """What is kept of a day. `day` is also the key of the index that `closing` asks."""
    return {"day": day, "count": len(values), "lowest": min(values), "highest": max(values),
            "mean": round(sum(values) / len(values), 1), "revision": uuid4().hex}
