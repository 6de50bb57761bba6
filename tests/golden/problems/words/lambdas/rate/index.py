"""
infra:
  timer:
    rate: 1 hours
"""


def handler(event, context):
    pass
