"""Who is signed in.

infra:
  endpoint: {api: private, method: GET, path: /me}
"""


def handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["authorizer"]["claims"]["sub"]}
