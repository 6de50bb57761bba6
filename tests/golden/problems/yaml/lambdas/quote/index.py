"""
infra:
  timer:
    rate: "1 hour
"""


def handler(event, context):
    pass
