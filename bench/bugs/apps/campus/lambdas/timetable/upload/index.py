"""A teacher gets an address to upload the zip of a timetable: POST /timetables with {"term"}

infra:
  endpoint:
    api: private
    groups: [teachers]
    method: POST
    path: /timetables
    schema:
      type: object
      required: [term]
      properties:
        term: {type: string, pattern: "^[0-9]{4}[ab]$"}
"""
import os
import secrets

import boto3
from botocore.config import Config

from lambdas.shared.http import body_of, endpoint

s3 = boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
MINUTES = 15


@endpoint
def handler(event, context):
    term = body_of(event)["term"]
    key = f"inbox/{term}/{secrets.token_hex(8)}.zip"
    url = s3.generate_presigned_url(
        ClientMethod="put_object",
        Params={"Bucket": os.environ["CAMPUS_IMPORTS_BUCKET"], "Key": key, "ContentType": "application/zip"},
        ExpiresIn=MINUTES * 60,
        HttpMethod="PUT",
    )
    return 201, {"url": url, "headers": {"Content-Type": "application/zip"}}
