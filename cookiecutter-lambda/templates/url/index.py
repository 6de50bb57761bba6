"""Lists the rows of {{ cookiecutter.name }}, at an address of its own that `make outputs` prints.

infra:
  url:
    api: public
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    if event["requestContext"]["http"]["method"] != "GET":
        return {"statusCode": 405, "body": "only GET"}
    rows = table.query(KeyConditionExpression=Key("pk").eq("{{ cookiecutter.name }}"))["Items"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(rows, default=float)}  # DynamoDB's numbers are Decimals
