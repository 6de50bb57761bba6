"""A lambda of the golden case endpoint-groups.

infra:
  endpoint:
    api: private
    groups: [admin]
    method: GET
    path: /admins
"""


def handler(event, context):
    return None
