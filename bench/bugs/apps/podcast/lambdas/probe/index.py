"""Looks at the beginning of an uploaded file, and sends it to be encoded if it is an MP3.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: podcast, form: notification}
    topic: Object Created
    prefix: raw/
    suffix: .mp3
  timeout: medium
"""
import json
import logging
import os
import urllib.parse

import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        start = s3.get_object(Bucket=bucket, Key=key, Range="bytes=0-2")["Body"].read()
        if start != b"ID3" and not start.startswith(b"\xff"):
            logger.warning("%s is no MP3", key)
            continue
        _, show, file = key.split("/")
        sqs.send_message(
            QueueUrl=os.environ["PODCAST_ENCODE_QUEUE"],
            MessageBody=json.dumps({
                "show": show, "number": int(file.removesuffix(".mp3")), "key": key, "size": record["s3"]["object"]["size"]}),
            MessageGroupId=show,
            MessageDeduplicationId=record["s3"]["object"]["sequencer"],
        )
