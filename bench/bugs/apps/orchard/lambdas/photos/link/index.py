"""A grower gets a form to upload a photo of a lot: POST /lots/{lot}/photos

infra:
  endpoint:
    api: private
    method: POST
    path: /lots/{lot}/photos
"""
import os
import uuid

import boto3
from botocore.config import Config

from lambdas.common import store
from lambdas.common.web import reply

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
LARGEST = 8 * 1024 * 1024


def handler(event, context):
    lot = event["pathParameters"]["lot"]
    grower = event["requestContext"]["authorizer"]["claims"]["sub"]
    row = store.lots().get_item(Key={"lot": lot}, ProjectionExpression="grower").get("Item")
    if row is None or row["grower"] != grower:
        return reply(404, {"message": "no such lot"})
    form = s3.generate_presigned_post(
        Bucket=os.environ["ORCHARD_BUCKET"],
        Key=f"uploads/{lot}/{uuid.uuid4()}.jpg",
        Fields={"Content-Type": "image/jpeg"},
        Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, LARGEST]],
        ExpiresIn=300,
    )
    return reply(201, form)
