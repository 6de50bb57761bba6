"""
infra:
  queue: 5
"""


def handler(event, context):
    pass
