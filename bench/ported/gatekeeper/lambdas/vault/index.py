"""What only an operator sees.

infra:
  endpoint: {api: custom, authorizer: authorizer, method: GET, path: /vault}
"""
import json


def handler(event, context):
    authorizer = event["requestContext"]["authorizer"]
    return {"statusCode": 200, "body": json.dumps({"user": authorizer["principalId"], "team": authorizer["team"]})}
