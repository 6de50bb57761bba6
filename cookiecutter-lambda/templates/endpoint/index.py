"""Lists the rows of {{ cookiecutter.name }}: GET /{{ cookiecutter.name }}

infra:
  endpoint:
    api: public
    method: GET
    path: /{{ cookiecutter.name }}
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    rows = table.query(KeyConditionExpression=Key("pk").eq("{{ cookiecutter.name }}"))["Items"]
    return {"statusCode": 200,
            "headers": {"Content-Type": "application/json",
                        "Access-Control-Allow-Origin": "*"},  # a page of any website may read it
            "body": json.dumps(rows, default=float)}  # DynamoDB's numbers are Decimals
