"""A signed URL for the caller's new avatar.

infra:
  endpoint: {api: private, method: POST, path: /avatar, schema: {type: object, required: [type, size], properties: {type: {enum: [image/png, image/jpeg]}, size: {type: integer, maximum: 2000000}}}}
"""
import json
import os
from uuid import uuid4

import boto3
from botocore.client import Config

s3 = boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))


def handler(event, context):
    body = json.loads(event["body"])
    user = event["requestContext"]["authorizer"]["claims"]["sub"]
    key = f"inbox/{user}/{uuid4()}.{body['type'].split('/')[1]}"
    url = s3.generate_presigned_url("put_object", Params={
        "Bucket": os.environ["AVATARS_BUCKET"], "Key": key, "ContentType": body["type"], "ContentLength": body["size"],
        "Metadata": {"user": user}}, ExpiresIn=300)
    return {"statusCode": 200, "body": json.dumps({"url": url, "headers": {"Content-Type": body["type"],
                                                                          "x-amz-meta-user": user}})}
