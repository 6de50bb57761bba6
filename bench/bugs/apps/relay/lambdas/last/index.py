"""The last deliveries of a source: GET /hooks/{source}/last?count=5

infra:
  endpoint:
    api: private
    method: GET
    path: /hooks/{source}/last
    parameters: [count]
"""
import json
import os

import boto3

dynamodb = boto3.client("dynamodb")


def handler(event, context):
    source = event["pathParameters"]["source"]
    answer = dynamodb.query(
        TableName=os.environ["RELAY_TABLE"],
        KeyConditionExpression="pk = :pk AND begins_with(sk, :hook)",
        ExpressionAttributeValues={":pk": {"S": f"source#{source}"}, ":hook": {"S": "hook#"}})
    rows = sorted(answer["Items"], key=lambda row: int(row["at"]["N"]), reverse=True)
    found = [{"id": row["sk"]["S"].removeprefix("hook#"), "outcome": row["outcome"]["S"]} for row in rows]
    return {"statusCode": 200, "body": json.dumps(found[:int(event["queryStringParameters"]["count"])])}
