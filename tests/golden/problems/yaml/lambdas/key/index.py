"""
infra:
  queue:
    batch
    window: 1
"""


def handler(event, context):
    pass
