"""A small picture, as bytes.

infra:
  endpoint:
    api: public
    method: GET
    path: /pictures/{name}
    binary: ["image/*"]
  timeout: 10
"""
import base64
import os
from urllib.parse import unquote

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    try:
        item = s3.get_object(Bucket=os.environ["GALLERY_SMALL_BUCKET"], Key=unquote(event["pathParameters"]["name"]))
    except s3.exceptions.NoSuchKey:
        return {"statusCode": 404, "body": "not found"}
    return {"statusCode": 200, "headers": {"Content-Type": item["ContentType"], "Cache-Control": "max-age=86400"},
            "isBase64Encoded": True, "body": base64.b64encode(item["Body"].read()).decode()}
