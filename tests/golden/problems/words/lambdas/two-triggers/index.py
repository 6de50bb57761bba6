"""
infra:
  queue: {}
  timer: {rate: 1 hour}
  topic:
"""


def handler(event, context):
    pass
