"""A lambda with an alias.

infra:
  snapstart: true
  url: {api: public}
"""


def handler(event, context):
    return None
