"""
infra:
  timer:
    rate: 1 hour
    body:
      since: 2024-01-01
"""


def handler(event, context):
    pass
