"""A lambda of the golden case endpoint-iam.

infra:
  endpoint: {api: iam, method: GET, path: /ask}
"""


def handler(event, context):
    return None
