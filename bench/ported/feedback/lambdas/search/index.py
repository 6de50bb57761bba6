"""Reviews of a sentiment, the newest first.

infra:
  endpoint: {api: public, method: GET, path: /reviews, parameters: [sentiment]}
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["FEEDBACK_TABLE"])


def handler(event, context):
    rows = table.query(IndexName="by_sentiment", ScanIndexForward=False, Limit=10, KeyConditionExpression=Key(
        "sentiment").eq(event["queryStringParameters"]["sentiment"]))["Items"]
    return {"statusCode": 200, "body": json.dumps([row["text"] for row in rows])}
