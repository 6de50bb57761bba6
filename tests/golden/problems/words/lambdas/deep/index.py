"""
infra:
  events:
  - name: one
    source: {type: tabel, name: demo}
  - name: two
    source:
      typ: table
      name: demo
"""


def handler(event, context):
    pass
