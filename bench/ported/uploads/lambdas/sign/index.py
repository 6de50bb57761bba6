"""A form for an upload that goes to S3 without us.

infra:
  endpoint:
    api: public
    method: POST
    path: /sign
    schema: {type: object, required: [filename], properties: {filename: {type: string}}}
"""
import json
import os

import boto3
from botocore.config import Config

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
EXPIRY = 300


def handler(event, context):
    body = json.loads(event["body"])
    key = f"incoming/{body['filename']}"
    presigned_post = s3.generate_presigned_post(
        os.environ["UPLOADS_BUCKET"], key, Fields={"Content-Type": "text/plain"},
        Conditions=[{"Content-Type": "text/plain"}, ["content-length-range", 1, 1000]], ExpiresIn=EXPIRY)
    download = s3.generate_presigned_url(
        "get_object", Params={"Bucket": os.environ["UPLOADS_BUCKET"], "Key": key}, ExpiresIn=EXPIRY)
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://www.example.com"},
            "body": json.dumps({"upload": presigned_post, "download": download})}
