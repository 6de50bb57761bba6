"""A lambda of the golden case url.

infra:
  url: {api: public}
"""


def handler(event, context):
    return None
