"""A lambda.

infra:
  endpoint: {api: public, routes: [{method: POST, path: /a, schema: {type: object}}, {method: GET, path: /a, parameters: [q]}]}
"""


def handler(event, context):
    return None
