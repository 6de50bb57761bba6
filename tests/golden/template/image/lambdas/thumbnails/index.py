"""Container image on another processor, which a timer invokes.

infra:
  timer: {rate: 1 day}
  image: true
  architecture: x86_64
"""


def handler(event, context):
    return None
