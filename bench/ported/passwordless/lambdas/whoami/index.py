"""The claims of the caller.

infra:
  endpoint: {api: private, method: GET, path: /whoami}
"""
import json


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    return {"statusCode": 200, "body": json.dumps({"tenant": claims["tenant"], "groups": claims.get("cognito:groups")})}
