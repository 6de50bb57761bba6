"""Container image without a Dockerfile.

infra:
  timer: {rate: 1 day}
  image: true
"""


def handler(event, context):
    return None
