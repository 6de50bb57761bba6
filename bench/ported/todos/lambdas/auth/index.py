"""Who may see the to-dos.

infra:
  authorizer: {ttl: 60}
"""
from lambdas import tokens


def handler(event, context):
    user = tokens.user(event["authorizationToken"])
    if user is None:
        raise Exception("Unauthorized")
    api = "/".join(event["methodArn"].split("/")[:2])
    return {"principalId": user, "policyDocument": {"Version": "2012-10-17", "Statement": [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{api}/*"}]}}
