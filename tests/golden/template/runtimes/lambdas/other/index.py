"""A lambda of the golden case runtimes, with a Python and a processor of its own.

infra:
  layers: [numpy]
  runtime: python3.12
  architecture: x86_64
"""


def handler(event, context):
    return None
