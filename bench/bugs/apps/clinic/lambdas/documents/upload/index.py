"""Gives a patient an address to upload a document to: POST /documents with {"name", "type"}

infra:
  endpoint:
    api: private
    method: POST
    path: /documents
    schema:
      type: object
      required: [name, type]
      additionalProperties: false
      properties:
        name: {type: string, pattern: "^[A-Za-z0-9 ._-]{1,80}$"}
        type: {type: string, enum: [application/pdf, image/jpeg, image/png]}
"""
import json
import os
import uuid

import boto3
from botocore.config import Config

from lambdas.common.web import answer, patient_of

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["CLINIC_BUCKET"]


def handler(event, context):
    wanted = json.loads(event["body"])
    id_ = str(uuid.uuid4())
    url = s3.generate_presigned_url(
        "put_object",
        Params={"Bucket": BUCKET, "Key": f"uploads/{patient_of(event)}/{id_}/{wanted['name']}",
                "ContentType": wanted["type"]},
        ExpiresIn=600)
    return answer(200, {"id": id_, "url": url})
