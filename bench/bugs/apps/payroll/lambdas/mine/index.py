"""An employee reads a slip: as JSON, or as its page.

infra:
  endpoint:
    api: private
    method: GET
    path: /slips/{month}
"""
import json
import os
from decimal import Decimal

import boto3

s3 = boto3.client("s3")
slips = boto3.resource("dynamodb").Table(os.environ["PAYROLL_SLIPS_TABLE"])
SHOWN = ("month", "hours", "gross", "tax", "net")


def plain(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(repr(value))


def handler(event, context):
    employee = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    month = event["pathParameters"]["month"]
    slip = slips.get_item(Key={"employee": employee, "month": month}).get("Item")
    if not slip:
        return {"statusCode": 404, "body": json.dumps({"message": "no slip"})}
    if "text/html" in event["headers"].get("accept", ""):
        try:
            page = s3.get_object(Bucket=os.environ["PAYROLL_BUCKET"], Key=f"slips/{month}/{employee}.html")["Body"].read()
        except s3.exceptions.NoSuchKey:
            return {"statusCode": 404, "body": json.dumps({"message": "no page"})}
        return {"statusCode": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": page.decode()}
    return {"statusCode": 200, "headers": {"content-type": "application/json"},
            "body": json.dumps({name: slip[name] for name in SHOWN}, default=plain)}
