"""A lambda of the golden case endpoint-users.

infra:
  endpoint:
    api: private
    method: GET
    path: /me
"""


def handler(event, context):
    return None
