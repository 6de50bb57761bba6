"""For those who are signed in.

infra:
  endpoint: {api: private, method: GET, path: /account}
"""


def handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["authorizer"]["claims"]["email"]}
