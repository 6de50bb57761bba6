"""A lambda of the golden case endpoint-routes.

infra:
  endpoint: {api: public, key: true, routes: [GET /, "ANY /{rest+}"]}
"""


def handler(event, context):
    return None
