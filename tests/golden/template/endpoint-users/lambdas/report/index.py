"""A lambda of the golden case endpoint-users.

infra:
  endpoint:
    api: private
    key: true
    method: PUT
    path: /report
"""


def handler(event, context):
    return None
