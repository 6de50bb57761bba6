"""Counts its invocations, one every five minutes.

infra:
  timer:
    rate: 5 minutes
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    table.update_item(Key={"pk": "{{ cookiecutter.name }}", "sk": "invocations"},
                      UpdateExpression="ADD invocations :one",
                      ExpressionAttributeValues={":one": 1})
