"""Leads to the long address.

infra:
  endpoint: {api: public, method: GET, path: "/{short_code}"}
"""
import json
import os
import time

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["LINKS_TABLE"])


def handler(event, context):
    short_code = event["pathParameters"]["short_code"]
    response = table.get_item(Key={"short_code": short_code})
    item = response.get("Item")
    if not item or item["expire_at"] < time.time():
        return {"statusCode": 404, "body": json.dumps({"error": "URL not found"})}
    table.update_item(Key={"short_code": short_code}, UpdateExpression="ADD hits :one",
                      ExpressionAttributeValues={":one": 1})
    return {"statusCode": 301, "headers": {"Location": item["long_url"], "Cache-Control": "no-cache"}}
