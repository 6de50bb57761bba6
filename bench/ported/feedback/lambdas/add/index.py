"""Stores a review with its sentiment.

infra:
  endpoint: {api: public, method: POST, path: "/products/{product}/reviews", key: true}
  permissions: [comprehend:DetectSentiment]
"""
import json
import os
import time
import uuid

import boto3

client = boto3.client("comprehend")
table = boto3.resource("dynamodb").Table(os.environ["FEEDBACK_TABLE"])


def handler(event, context):
    text = json.loads(event["body"])["text"]
    sentiment = client.detect_sentiment(Text=text, LanguageCode="en")["Sentiment"]
    item = {"product": event["pathParameters"]["product"], "review": str(uuid.uuid4()), "text": text,
            "sentiment": sentiment, "written": int(time.time())}
    table.put_item(Item=item)
    return {"statusCode": 201, "body": json.dumps({"sentiment": sentiment})}
