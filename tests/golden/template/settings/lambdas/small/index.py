"""A lambda of the golden case settings: with a Python and a processor of its own, not traced, two at a time.

infra:
  queue: {}
  concurrency:
    reserved: 2
  layers: [pillow]
  runtime: python3.12
  architecture: x86_64
  tracing: false
"""


def handler(event, context):
    return None
