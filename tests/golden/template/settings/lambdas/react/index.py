"""A lambda of the golden case settings: of age alone.

infra:
  topic: {}
  age: 60
"""


def handler(event, context):
    return None
