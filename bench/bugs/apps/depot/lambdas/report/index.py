"""The report of a day, as lines of JSON: GET /reports/{day}

infra:
  endpoint:
    api: private
    method: GET
    path: /reports/{day}
"""
import json
import os

import boto3


def handler(event, context, s3=boto3.client("s3"), bucket=os.environ["DEPOT_BUCKET"]):
    day = event["pathParameters"]["day"]
    try:
        body = s3.get_object(Bucket=bucket, Key=f"reports/{day}.jsonl")["Body"].read()
    except s3.exceptions.NoSuchKey:
        return {"statusCode": 404, "body": json.dumps({"message": f"no report of {day}"})}
    return {"statusCode": 200, "headers": {"Content-Type": "application/x-ndjson"}, "body": body.decode()}
