"""A lambda of the golden case endpoint.

infra:
  endpoint:
    api: public
    method: ANY
    path: /files/{path+}
"""


def handler(event, context):
    return None
