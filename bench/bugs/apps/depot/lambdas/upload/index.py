"""A link to upload a stock list: GET /upload?name=may.csv

infra:
  endpoint:
    api: private
    method: GET
    path: /upload
    parameters: [name]
"""
import json
import os

import boto3


def handler(event, context, s3=boto3.client("s3"), bucket=os.environ["DEPOT_BUCKET"]):
    name = event["queryStringParameters"]["name"]
    if "/" in name or not name.endswith(".csv"):
        return {"statusCode": 400, "body": json.dumps({"message": "name is not like may.csv"})}
    url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": f"inbox/{name}"}, ExpiresIn=900)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"url": url})}
