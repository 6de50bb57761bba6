"""Keeps each report, and mails it to the subscribers.

infra:
  topic: {subscribers: [finance@example.com]}
"""
import os

import boto3

bucket = boto3.resource("s3").Bucket(os.environ["COSTS_BUCKET"])


def handler(event, context):
    for record in event["Records"]:
        bucket.put_object(Key=f"{record['Sns']['Timestamp']}.txt", Body=record["Sns"]["Message"].encode())
