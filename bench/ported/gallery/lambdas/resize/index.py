"""A task of S3 Batch Operations: makes a small copy of a picture.

infra:
  layers: [pillow]
  size: large
  timeout: 60
"""
import io
import os
from urllib.parse import unquote_plus

import boto3
from PIL import Image

s3 = boto3.client("s3")


def small(data):
    image = Image.open(io.BytesIO(data))
    image.thumbnail((128, 128))
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG")
    return out.getvalue()


def handler(event, context):
    results = []
    for task in event["tasks"]:
        key = unquote_plus(task["s3Key"])
        bucket = os.environ["GALLERY_ORIGINALS_BUCKET"]
        try:
            data = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            s3.put_object(Bucket=os.environ["GALLERY_SMALL_BUCKET"], Key=key, Body=small(data), ContentType="image/jpeg")
            code, text = "Succeeded", key
        except Exception as error:
            code, text = "PermanentFailure", str(error)
        results.append({"taskId": task["taskId"], "resultCode": code, "resultString": text})
    return {"invocationSchemaVersion": event["invocationSchemaVersion"], "treatMissingKeysAs": "PermanentFailure",
            "invocationId": event["invocationId"], "results": results}
