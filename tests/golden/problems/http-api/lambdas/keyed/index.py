"""A lambda.

infra:
  endpoint:
    api: public
    method: ANY
    path: $default
    key: true
    binary: [image/*]
    wait: 60
"""


def handler(event, context):
    return None
