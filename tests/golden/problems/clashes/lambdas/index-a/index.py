"""
infra:
  indexes:
  - {name: owner, type: S, table: demo}
"""


def handler(event, context):
    pass
