"""Makes a small copy of each picture that is uploaded.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: thumbs, form: notification}
    topic: Object Created
    suffix: .png
  layers: [pillow]
  size: medium
  timeout: 60
"""
import os
import uuid
from urllib.parse import unquote_plus

import boto3
from PIL import Image

s3_client = boto3.client("s3")
SIZE = int(os.environ.get("THUMBNAIL_SIZE", "128"))


def shrink(source, target):
    with Image.open(source) as image:
        image.thumbnail((SIZE, SIZE))
        image.save(target)


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        name = key.replace("/", "-")
        download_path, upload_path = f"/tmp/{uuid.uuid4()}-{name}", f"/tmp/small-{name}"
        s3_client.download_file(bucket, key, download_path)
        shrink(download_path, upload_path)
        s3_client.upload_file(upload_path, os.environ["THUMBS_SMALL_BUCKET"], f"small/{key}")
