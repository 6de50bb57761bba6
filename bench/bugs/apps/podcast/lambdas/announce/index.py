"""Tells the listeners of a show about a new episode.

infra:
  events:
  - name: published
    topic: EpisodePublished
  timeout: long
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.media.episodes import table

sns = boto3.client("sns")
TOPIC = os.environ["PODCAST_PUSH_TOPIC"]


def handler(event, context):
    detail = event["detail"]
    entries = [{
        "Id": str(number),
        "Message": json.dumps({"listener": listener, "text": f"New: {detail['title']}", "link": detail["audio"]}),
        "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "episode"}},
    } for number, listener in enumerate(listeners(detail["show"]))]
    for start in range(0, len(entries), 10):
        response = sns.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=entries[start:start + 10])
        if response.get("Failed"):
            raise RuntimeError(f"not published: {response['Failed']}")
    return len(entries)


def listeners(show):
    """Who listens to a show."""
    query = {"KeyConditionExpression": Key("pk").eq(f"listeners#{show}")}
    while True:
        page = table.query(**query)
        yield from (row["sk"] for row in page["Items"])
        if not page.get("LastEvaluatedKey"):
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
