"""Keeps the messages of its topic. Others publish to it by the variable
{{ cookiecutter.variables }}_{{ cookiecutter.name.replace("-", "_").upper() }}_TOPIC.

infra:
  topic: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.variables }}_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        # A message may come twice: with its id as the key, it is kept once.
        table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": record["Sns"]["MessageId"],
                             "message": record["Sns"]["Message"]})
