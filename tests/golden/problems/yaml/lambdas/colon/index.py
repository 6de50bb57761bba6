"""
infra:
  timer:
    rate: 1 hour: or so
"""


def handler(event, context):
    pass
