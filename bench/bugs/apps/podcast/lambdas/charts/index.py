"""Writes the ten most played episodes of the last week, every hour.

infra:
  timer:
    rate: 1 hour
  timeout: 60
"""
import json
import os
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.media import episodes

plays = boto3.resource("dynamodb").Table(os.environ["PODCAST_PLAYS_TABLE"])
s3 = boto3.client("s3")
DAYS = 7


def handler(event, context):
    since = (date.today() - timedelta(days=DAYS)).isoformat()
    published = list(all_published())
    counts = [plays_of(episode, since) for episode in published]
    ranked = sorted(zip(counts, published, strict=True), key=lambda pair: (-pair[0], pair[1].title))[:10]
    chart = [{"show": episode.show, "number": episode.number, "title": episode.title, "plays": count}
             for count, episode in ranked if count]
    s3.put_object(Bucket=os.environ["PODCAST_WEBSITE"], Key="charts.json", Body=json.dumps({"chart": chart}),
                  ContentType="application/json", CacheControl="max-age=60")
    return len(chart)


def all_published():
    """The published episodes of all shows."""
    query = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq("published")}
    while True:
        page = episodes.table.query(**query)
        yield from map(episodes.of_row, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def plays_of(episode, since):
    """How often an episode was played since a day."""
    rows = plays.query(
        KeyConditionExpression=Key("episode").eq(f"{episode.show}/{episode.number}") & Key("day").gte(since))["Items"]
    return sum(int(row["plays"]) for row in rows)
