"""Products of a tenant.

infra:
  endpoint:
    api: custom
    authorizer: guard
    key: true
    routes: [POST /products, "GET /products/{id}"]
"""
import json
import os

import boto3


def table(caller):
    session = boto3.Session(aws_access_key_id=caller["key"], aws_secret_access_key=caller["secret"], aws_session_token=caller["token"])
    return session.resource("dynamodb").Table(os.environ["TENANTS_TABLE"])


def handler(event, context):
    caller = event["requestContext"]["authorizer"]
    rows = table(caller)
    if event["httpMethod"] == "POST":
        product = json.loads(event["body"])
        rows.put_item(Item={"pk": f"{caller['tenant']}-1", "sk": product["id"], "name": product["name"]})
        return {"statusCode": 201, "body": event["body"]}
    shard = (event["queryStringParameters"] or {}).get("shard", f"{caller['tenant']}-1")
    item = rows.get_item(Key={"pk": shard, "sk": event["pathParameters"]["id"]}).get("Item")
    return {"statusCode": 200, "body": json.dumps(item)} if item else {"statusCode": 404}
