"""
infra:
  timer:
    rate: 1 hour
    body: {on: 1}
"""


def handler(event, context):
    pass
