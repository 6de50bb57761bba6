"""A new tenant: its token and its API key.

infra:
  endpoint: {api: public, method: POST, path: /tenants}
  permissions:
  - {action: "apigateway:POST", resource: "arn:${AWS::Partition}:apigateway:${AWS::Region}::/apikeys"}
  - {action: "apigateway:GET", resource: "arn:${AWS::Partition}:apigateway:${AWS::Region}::/usageplans"}
  - {action: "apigateway:POST", resource: "arn:${AWS::Partition}:apigateway:${AWS::Region}::/usageplans/*/keys"}
"""
import json
import os
import secrets

import boto3

tenants = boto3.resource("dynamodb").Table(os.environ["TENANTS_DIRECTORY_TABLE"])
gateway = boto3.client("apigateway")


def handler(event, context):
    name = json.loads(event["body"])["name"]
    key = gateway.create_api_key(name=f"tenant-{name}", enabled=True)
    api = event["requestContext"]["apiId"]
    plan = next(plan["id"] for page in gateway.get_paginator("get_usage_plans").paginate() for plan in page["items"]
                if any(stage["apiId"] == api for stage in plan["apiStages"]))
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    token = secrets.token_hex(16)
    tenants.put_item(Item={"pk": token, "sk": "tenant", "id": name, "apiKey": key["value"]})
    return {"statusCode": 201, "body": json.dumps({"token": token})}
