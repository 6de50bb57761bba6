"""Publishes the logos that owners upload: uploads/<owner>/<name> goes to logos/<owner>/<name>.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: surveys-files, form: notification}
    topic: Object Created
    prefix: uploads/
  timeout: 30
"""
import os
import urllib.parse

import boto3

s3 = boto3.resource("s3")
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}


def handler(event, context):
    copied = []
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        kind = TYPES.get(os.path.splitext(key)[1].lower())
        if kind is None:
            print(f"{key} is no picture")
            continue
        target = key.replace("uploads/", "logos/", 1)
        s3.Object(bucket, target).copy_from(
            CopySource={"Bucket": bucket, "Key": key},
            ContentType=kind,
            MetadataDirective="REPLACE",
        )
        s3.Object(bucket, key).delete()
        copied.append(target)
    return copied
