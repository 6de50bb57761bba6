"""
infra:
  queue: {}
"""


def handler(event, context):
    pass
