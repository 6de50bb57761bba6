"""Container image of a file's name.

infra:
  image: Dockerfile
"""


def handler(event, context):
    return None
