"""
infra:
  topic:
  queue:
  topic:
"""


def handler(event, context):
    pass
