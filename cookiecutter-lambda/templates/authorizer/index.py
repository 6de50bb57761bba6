"""Decides who may call the endpoints with `api: custom, authorizer: {{ cookiecutter.name }}`: those with a known token.

infra:
  authorizer:
    header: Authorization
    ttl: 300
"""
import hashlib
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    token = event["authorizationToken"].removeprefix("Bearer ")
    digest = hashlib.sha256(token.encode()).hexdigest()  # the table has digests: its readers cannot sign in
    if "Item" not in table.get_item(Key={"pk": "{{ cookiecutter.name }}", "sk": digest}):
        raise Exception("Unauthorized")  # the client gets 401; any other message gives 500
    return policy(digest[:12], event["methodArn"])


def policy(caller, method_arn):
    """API Gateway reuses the policy for `ttl` seconds for every route, so it allows the whole stage, not only this route.
    Handlers read `context` in event["requestContext"]["authorizer"]."""
    stage_arn = "/".join(method_arn.split("/")[:2])
    return {"principalId": caller, "context": {"caller": caller},
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{stage_arn}/*"}]}}
