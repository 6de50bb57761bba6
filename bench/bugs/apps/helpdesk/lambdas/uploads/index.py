"""Where an agent uploads a file for a ticket: POST /tickets/{number}/files with {"name", "type"}

infra:
  endpoint:
    api: private
    groups: [agents, leads]
    method: POST
    path: /tickets/{number}/files
    schema:
      type: object
      required: [name, type]
      properties:
        name: {type: string, pattern: "^[A-Za-z0-9._-]{1,100}$"}
        type: {type: string}
"""
import json
import os

import boto3
from botocore.config import Config

from lambdas.common.web import respond

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))


def handler(event, context):
    body = json.loads(event["body"])
    key = f"files/{event['pathParameters']['number']}/{context.aws_request_id}/{body['name']}"
    url = s3.generate_presigned_url(
        "put_object",
        Params={"Bucket": os.environ["HELPDESK_BUCKET"], "Key": key, "ContentType": body["type"]},
        ExpiresIn=900)
    return respond(200, {"url": url, "key": key})
