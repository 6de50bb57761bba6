"""
infra:
  queue:
    batch: many
    window: 1.5
    colour: red
"""


def handler(event, context):
    pass
