"""Keeps sessions that expired.

infra:
  events:
  - name: expired
    source: {type: table, name: sessions}
    topic: REMOVE
    pattern: {ttl: [true]}
"""
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["detail"]["records"]:
        s3.put_object(Bucket=os.environ["SESSIONS_BUCKET"], Key=f"expired/{record['token']}.json",
                      Body=json.dumps(record["oldImage"]).encode())
