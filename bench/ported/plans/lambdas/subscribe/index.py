"""A customer gets an API key of the usage plan, or loses it.

infra:
  endpoint: {api: private, routes: [POST /keys, DELETE /keys]}
"""
import functools
import json
import os

import boto3
from botocore.exceptions import ClientError

ssm = boto3.client("ssm")
gateway = boto3.client("apigateway")
customers = boto3.resource("dynamodb").Table(os.environ["PLANS_CUSTOMERS_TABLE"])


@functools.cache
def usage_plan():
    return ssm.get_parameter(Name=os.environ["USAGE_PLAN_PARAMETER"])["Parameter"]["Value"]


def create(customer):
    key = gateway.create_api_key(name=f"customer-{customer}", enabled=True, tags={"customer": customer})
    gateway.create_usage_plan_key(usagePlanId=usage_plan(), keyId=key["id"], keyType="API_KEY")
    customers.put_item(Item={"customer": customer, "key": key["id"]})
    return {"statusCode": 201, "body": json.dumps({"key": key["value"]})}


def delete(customer):
    item = customers.delete_item(Key={"customer": customer}, ReturnValues="ALL_OLD").get("Attributes")
    if not item:
        return {"statusCode": 404}
    try:
        gateway.delete_api_key(apiKey=item["key"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
    return {"statusCode": 204}


def handler(event, context):
    customer = event["requestContext"]["authorizer"]["claims"]["sub"]
    return create(customer) if event["httpMethod"] == "POST" else delete(customer)
