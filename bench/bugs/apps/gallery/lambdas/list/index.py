"""Lists the images of the signed-in user: GET /images

infra:
  endpoint:
    api: private
    method: GET
    path: /images
  indexes:
  - name: owner
    type: S
    table: gallery
"""
import json

from boto3.dynamodb.conditions import Key

from lambdas import images


def handler(event, context):
    owner = event["requestContext"]["authorizer"]["claims"]["sub"]
    rows = images.table.query(IndexName="owner-index", KeyConditionExpression=Key("owner").eq(owner))["Items"]
    found = [{"key": row["sk"], "size": row["size"], "labels": row["labels"]} for row in rows]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(found, default=float)}
