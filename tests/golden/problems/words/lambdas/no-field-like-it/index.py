"""
infra:
  queue:
    colour: red
"""


def handler(event, context):
    pass
