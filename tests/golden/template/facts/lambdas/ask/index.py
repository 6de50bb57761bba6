"""A lambda of the golden case facts.

infra:
  endpoint:
    method: GET
    path: /ask
    api: public
"""


def handler(event, context):
    return {"statusCode": 200}
