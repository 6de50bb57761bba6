"""
infra:
  queue:
    batch: 5
    batch: 6
"""


def handler(event, context):
    pass
