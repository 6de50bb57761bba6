"""Who may call.

infra:
  authorizer: {header: X-Token, ttl: 0}
"""
import os

import boto3

secrets_client = boto3.client("secretsmanager")


def generate_policy(principal_id, effect, resource, **context):
    return {
        "principalId": principal_id,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}],
        },
        "context": context,
    }


def handler(event, context):
    token = event["authorizationToken"]
    valid_token = secrets_client.get_secret_value(SecretId=os.environ["GATEKEEPER_TOKEN_SECRET"])["SecretString"]
    if token == valid_token:
        return generate_policy("operator", "Allow", event["methodArn"], team="red")
    if token == "expired":
        raise Exception("Unauthorized")
    return generate_policy("stranger", "Deny", event["methodArn"])
