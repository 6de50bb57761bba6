"""
infra:
  timer:
    rate: @hourly
"""


def handler(event, context):
    pass
