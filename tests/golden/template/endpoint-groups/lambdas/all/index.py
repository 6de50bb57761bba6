"""A lambda of the golden case endpoint-groups.

infra:
  endpoint:
    api: private
    groups: [admin, staff]
    method: GET
    path: /all
"""


def handler(event, context):
    return None
