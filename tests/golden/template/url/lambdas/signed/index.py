"""A lambda of the golden case url.

infra:
  url: {api: iam}
"""


def handler(event, context):
    return None
