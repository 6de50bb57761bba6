"""A lambda of the golden case endpoint-custom.

infra:
  endpoint:
    api: custom
    authorizer: guard
    routes:
    - GET /ask
    - {method: GET, path: /open, api: public}
    - {method: POST, path: /ask, authorizer: gate, key: true}
"""


def handler(event, context):
    return None
