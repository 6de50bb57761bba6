"""
infra:
  queue: {batch: 0}
  timeout: 901
  size: huge
"""


def handler(event, context):
    pass
