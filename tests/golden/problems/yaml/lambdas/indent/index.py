"""
infra:
  queue:
    batch: 5
   window: 5
"""


def handler(event, context):
    pass
