"""A lambda of the golden case endpoint-custom.

infra:
  authorizer: {sources: [header.X-Team, query.key]}
"""


def handler(event, context):
    return None
