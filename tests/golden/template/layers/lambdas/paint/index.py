"""A lambda of the golden case layers.

infra:
  layers:
  - pillow
"""


def handler(event, context):
    return None
