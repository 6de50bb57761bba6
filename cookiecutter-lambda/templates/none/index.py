"""Stores a text by its id: {"id": "1", "text": "hello"}. Other lambdas invoke it through the variable
{{ cookiecutter.variables }}_{{ cookiecutter.name.replace("-", "_").upper() }}_FUNCTION.

infra: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": event["id"], "text": event["text"]})
    return {"stored": event["id"]}
