"""A lambda.

infra:
  endpoint: {api: public, method: GET, path: /c, binary: [image/*]}
"""


def handler(event, context):
    return None
