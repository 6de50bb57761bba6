"""
infra:
  queue:
    batch: many
    window: 1.5
"""


def handler(event, context):
    pass
