"""Every morning tells each user what is due today.

infra:
  timer:
    cron: 0 6 * * ? *
  indexes:
  - name: due
    type: S
    table: todo
"""
import json
import os
from collections import defaultdict
from datetime import date

import boto3
from boto3.dynamodb.conditions import Key

from lambdas import items

TOPIC = os.environ["TODO_TELL_TOPIC"]
sns = boto3.client("sns")


def handler(event, context):
    titles = defaultdict(list)
    for row in due(date.today().isoformat()):
        titles[row["pk"].removeprefix("user#")].append(row["title"])
    for user, found in titles.items():
        sns.publish(TopicArn=TOPIC, Subject="Due today", Message=json.dumps({"user": user, "titles": found}))
    return {"users": sorted(titles)}


def due(day):
    """The items of a day, of all users."""
    answer = items.table.query(IndexName="due-index", KeyConditionExpression=Key("due").eq(day))
    return answer["Items"]
