"""
infra:
  queue: {batch: 5
"""


def handler(event, context):
    pass
