"""A form with which HR's page uploads a time sheet.

infra:
  endpoint:
    api: private
    groups: [hr]
    method: POST
    path: /sheets
"""
import json
import os
import re
import uuid

import boto3
from botocore.config import Config

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))


def handler(event, context):
    body = json.loads(event.get("body") or "{}")
    month = body.get("month", "")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        return {"statusCode": 400, "body": json.dumps({"message": "month is YYYY-MM"})}
    form = s3.generate_presigned_post(
        os.environ["PAYROLL_SHEETS_BUCKET"], f"inbox/{month}/{uuid.uuid4().hex}.csv",
        Conditions=[["content-length-range", 1, 5_000_000]], ExpiresIn=300)
    return {"statusCode": 201, "headers": {"content-type": "application/json"}, "body": json.dumps(form)}
