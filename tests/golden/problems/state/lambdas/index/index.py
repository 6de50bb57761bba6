"""
infra:
  indexes:
  - {name: owner, type: S, table: archive}
"""


def handler(event, context):
    pass
