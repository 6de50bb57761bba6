"""A lambda of the golden case layers.

infra:
  layers:
  - pillow
  - font-tools
"""


def handler(event, context):
    return None
