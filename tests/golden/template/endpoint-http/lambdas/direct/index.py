"""A lambda of the shop.

infra:
  endpoint: {api: iam, method: GET, path: /iam}
"""


def handler(event, context):
    return event["requestContext"]["authorizer"]["iam"]["userArn"]
