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
    token = event["authorizationToken"].removeprefix("Bearer ")
    digest = hashlib.sha256(token.encode()).hexdigest()  # who reads the table cannot sign in with what it holds
    row = table.get_item(Key={"pk": "{{ cookiecutter.name }}", "sk": digest}).get("Item")
    if row is None:
        raise Exception("Unauthorized")  # the client gets 401; any other message gives 500
    return policy(row["user"], event["methodArn"])


def policy(user, method_arn):
    """API Gateway reuses it for `ttl` seconds for every route, so it allows the whole stage, not this route alone."""
    stage_arn = "/".join(method_arn.split("/")[:2])
    return {"principalId": user, "context": {"user": user},
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{stage_arn}/*"}]}}
