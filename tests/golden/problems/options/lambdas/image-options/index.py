"""Container image with what no image has.

infra:
  image: true
  layers: [yaml]
  runtime: python3.12
  snapstart: true
"""


def handler(event, context):
    return None
