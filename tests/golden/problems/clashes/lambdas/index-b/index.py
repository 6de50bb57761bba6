"""
infra:
  indexes:
  - name: owner
    table: demo
    type: N
"""


def handler(event, context):
    pass
