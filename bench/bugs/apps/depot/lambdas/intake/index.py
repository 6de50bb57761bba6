"""Reads a stock list (sku,pieces,price,counted) and puts its lines on the queue of stock, ten at a time.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: depot}
    topic: Object Created
    pattern:
      object:
        key: [{wildcard: inbox/*.csv}]
  timeout: 60
"""
import csv
import io
import json
import os

import boto3
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def handler(event, context, bucket=os.environ["DEPOT_BUCKET"], queue=os.environ["DEPOT_STOCK_QUEUE"]):
    key = event["detail"]["object"]["key"]
    try:
        text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        print(f"{key} was read before")
        return {"lines": 0}
    lines = list(csv.DictReader(io.StringIO(text)))
    for at in range(0, len(lines), 10):
        entries = [{"Id": str(number), "MessageBody": json.dumps({**line, "file": key})}
                   for number, line in enumerate(lines[at:at + 10])]
        answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        if answer.get("Failed"):
            raise RuntimeError(answer["Failed"])
    s3.copy_object(Bucket=bucket, Key=key.replace("inbox/", "done/", 1), CopySource={"Bucket": bucket, "Key": key})
    s3.delete_object(Bucket=bucket, Key=key)
    return {"lines": len(lines)}
