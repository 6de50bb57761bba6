"""A picture's labels, and an address of it.

infra:
  endpoint: {api: public, method: GET, path: "/pictures/{name}"}
"""
import json
import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["LABELS_TABLE"])


def handler(event, context):
    key = f"pictures/{event['pathParameters']['name']}"
    row = table.get_item(Key={"pk": "PICTURE", "sk": key}).get("Item")
    if not row:
        return {"statusCode": 404}
    url = s3.generate_presigned_url("get_object", {"Bucket": os.environ["LABELS_BUCKET"], "Key": key}, ExpiresIn=60)
    return {"statusCode": 200, "body": json.dumps({"labels": [label["name"] for label in row["labels"]], "url": url})}
