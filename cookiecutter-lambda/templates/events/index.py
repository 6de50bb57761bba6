"""Keeps every event of the app's bus whose detail-type is {{ cookiecutter.name }}.

infra:
  events:
  - name: {{ cookiecutter.name }}
    topic: {{ cookiecutter.name }}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.variables }}_TABLE"])


def handler(event, context):
    # An event may come twice: with its id as the key, it is kept once.
    table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": event["id"], "detail": json.dumps(event["detail"])})
