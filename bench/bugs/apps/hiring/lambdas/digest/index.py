"""Tells the chat on Mondays how many people applied for each job.

infra:
  timer:
    cron: 0 7 ? * MON *
    zone: Europe/Berlin
    body: {kind: weekly}
  layers: [powertools]
  timeout: 120
"""
import json
import os

import boto3
from aws_lambda_powertools import Logger

from lambdas.core import applications

logger = Logger()
jobs = boto3.resource("dynamodb").Table(os.environ["HIRING_JOBS_TABLE"])
sns = boto3.client("sns")


def open_jobs():
    options = {"FilterExpression": "attribute_not_exists(closed)", "ProjectionExpression": "id, title, team"}
    while True:
        page = jobs.scan(**options)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        options["ExclusiveStartKey"] = page["LastEvaluatedKey"]


@logger.inject_lambda_context
def handler(event, context):
    lines = [f"{job['title']} ({job['team']}): {applications.count(job['id'])}" for job in open_jobs()]
    if not lines:
        return
    sns.publish(
        TopicArn=os.environ["HIRING_CHAT_TOPIC"],
        Subject="Applications",
        Message=json.dumps({"channel": "#hiring", "text": "\n".join(sorted(lines))}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": event["kind"]}},
    )
