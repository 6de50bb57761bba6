"""Scans each new object, and tags it.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: scanner, form: notification}
    topic: Object Created
  size: 2048
  storage: 2048
  timeout: 300
"""
import datetime
import json
import os
import tempfile
import urllib.parse

import boto3

from lambdas import engine

s3 = boto3.resource("s3")
client = boto3.client("s3")
sns = boto3.client("sns")


def tag(bucket, key, result):
    tags = client.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
    others = [entry for entry in tags if not entry["Key"].startswith("av-")]
    client.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [
        *others, {"Key": "av-status", "Value": result},
        {"Key": "av-time", "Value": datetime.datetime.now(datetime.UTC).strftime("%Y/%m/%d %H:%M:%S UTC")}]})


def tell(topic, message):
    sns.publish(TargetArn=topic, MessageStructure="json", Message=json.dumps({"default": json.dumps(message)}))


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        if len(list(s3.Bucket(bucket).object_versions.filter(Prefix=key))) > 1:
            raise Exception(f"{key} was written again")
        tell(os.environ["START_TOPIC"], {"key": key})
        with tempfile.NamedTemporaryFile(dir="/tmp") as file:
            s3.Object(bucket, key).download_file(file.name)
            result = engine.scan(file.name)
        tag(bucket, key, result)
        tell(os.environ["STATUS_TOPIC"], {"key": key, "status": result})
