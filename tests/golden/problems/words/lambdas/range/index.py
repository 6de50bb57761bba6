"""
infra:
  queue: {batch: 0}
  timeout: 901
  size: huge
  timer:
    rat: 1 hour
"""


def handler(event, context):
    pass
