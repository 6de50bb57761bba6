"""A form for the upload of an episode's audio: POST /uploads with {"show": "sea", "number": 7}

infra:
  endpoint:
    api: private
    method: POST
    path: /uploads
    schema:
      type: object
      required: [show, number]
      properties:
        show: {type: string, pattern: "^[a-z0-9-]+$"}
        number: {type: integer, minimum: 1}
"""
import json
import os

import boto3
from botocore.config import Config

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
LARGEST = 300 * 1024 * 1024


def handler(event, context):
    body = json.loads(event["body"])
    form = s3.generate_presigned_post(
        os.environ["PODCAST_BUCKET"],
        f"raw/{body['show']}/{body['number']}.mp3",
        Fields={"Content-Type": "audio/mpeg"},
        Conditions=[{"Content-Type": "audio/mpeg"}, ["content-length-range", 1, LARGEST]],
        ExpiresIn=900,
    )
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
        "body": json.dumps(form),
    }
