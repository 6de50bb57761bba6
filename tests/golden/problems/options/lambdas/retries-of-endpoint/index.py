"""A wrong use of a setting.

infra:
  endpoint: {method: GET, path: /a, api: public}
  retries: 0
"""


def handler(event, context):
    return None
