"""
infra:
  events:
  - name: one
    source: {type: tabel, name: demo}
  - name: two
    source:
      typ: table
      name: demo
  - name: three
    source: {type: bucket, name: demo}
    prefix: inbox/*
    suffix: "*.csv"
"""


def handler(event, context):
    pass
