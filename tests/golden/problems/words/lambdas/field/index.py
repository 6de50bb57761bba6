"""
infra:
  timer:
    rat: 1 hour
"""


def handler(event, context):
    pass
