"""A lambda of the shop.

infra:
  authorizer: {header: X-Token, ttl: 60}
"""


def handler(event, context):
    return {"isAuthorized": event["identitySource"] == ["ann"], "context": {"team": "red"}}
