"""Decides who may call the endpoints with `api: custom, authorizer: {{ cookiecutter.name }}`: those with a known token.

infra:
  authorizer:
    header: Authorization
    ttl: 300
"""
import hashlib
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.variables }}_TABLE"])


def handler(event, context):
    token = event["identitySource"][0].removeprefix("Bearer ")
    digest = hashlib.sha256(token.encode()).hexdigest()  # the table has digests: its readers cannot sign in
    if "Item" not in table.get_item(Key={"pk": "{{ cookiecutter.name }}", "sk": digest}):
        return {"isAuthorized": False}  # the client gets 403
    # Handlers read `context` in event["requestContext"]["authorizer"]["lambda"].
    return {"isAuthorized": True, "context": {"caller": digest[:12]}}
