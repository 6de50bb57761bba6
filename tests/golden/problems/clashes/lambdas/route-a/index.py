"""
infra:
  endpoint: {api: public, method: GET, path: "/orders/{id}"}
"""


def handler(event, context):
    pass
