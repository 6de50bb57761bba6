"""Makes a page of what is dropped into the bucket.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: chain}
    topic: Object Created
"""
import os

import boto3

S3 = boto3.client("s3")


def handler(event, context):
    key = event["detail"]["object"]["key"]
    text = S3.get_object(Bucket=os.environ["CHAIN_BUCKET"], Key=key)["Body"].read().decode()
    S3.put_object(Bucket=os.environ["CHAIN_WEBSITE"], Key=f"{key}.html", Body=f"<p>{text}</p>".encode(),
                  ContentType="text/html")
