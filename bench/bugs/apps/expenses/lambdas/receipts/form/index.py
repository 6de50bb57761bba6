"""A URL for the upload of a receipt: GET /expenses/{number}/receipt?type=image/png

infra:
  endpoint:
    api: private
    method: GET
    path: /expenses/{number}/receipt
    parameters: [type]
"""
import os

import boto3
from botocore.config import Config

from lambdas.office import store, web

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


def handler(event, context):
    kind = event["queryStringParameters"]["type"]
    if kind not in ENDINGS:
        return web.respond(415, {"message": f"{kind} is no receipt"})
    employee, number = web.caller(event)["sub"], event["pathParameters"]["number"]
    if store.load(employee, number) is None:
        return web.respond(404, {"message": "there is no such expense"})
    key = f"receipts/{employee}/{number}/receipt.{ENDINGS[kind]}"
    url = s3.generate_presigned_url("put_object", ExpiresIn=600, Params={
        "Bucket": os.environ["EXPENSES_BUCKET"], "Key": key, "ContentType": kind})
    return web.respond(200, {"url": url, "key": key})
