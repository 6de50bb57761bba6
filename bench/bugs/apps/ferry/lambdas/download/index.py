"""Leads to the file of a ticket.

infra:
  endpoint:
    api: public
    method: GET
    path: /sailings/{sailing}/tickets/{booking}
    parameters: [email]
"""
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from lambdas.shared import model, web

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))


@web.guarded
def handler(event, context):
    sailing, booking = event["pathParameters"]["sailing"], event["pathParameters"]["booking"]
    row = model.booking(sailing, booking)
    if row is None or row["email"] != event["queryStringParameters"]["email"].lower():
        raise web.Refused(404, "there is no such booking")
    where = {"Bucket": os.environ["FERRY_TICKETS_BUCKET"], "Key": f"tickets/{sailing}/{booking}.txt"}
    try:
        s3.head_object(**where)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            raise web.Refused(404, "the ticket is not ready") from error
        raise
    url = s3.generate_presigned_url("get_object", Params=where, ExpiresIn=600)
    return {"statusCode": 302, "headers": {"Location": url, "Cache-Control": "no-store"}}
