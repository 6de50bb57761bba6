"""Stores the messages of its topic. Other lambdas publish messages through the variable
{{ cookiecutter.variables }}_{{ cookiecutter.name.replace("-", "_").upper() }}_TOPIC.

infra:
  topic: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    for record in event["Records"]:
        # A message may arrive twice: with its id as the key, it is stored once.
        table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": record["Sns"]["MessageId"],
                             "message": record["Sns"]["Message"]})
