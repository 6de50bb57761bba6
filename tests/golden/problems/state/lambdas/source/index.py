"""
infra:
  events:
  - name: one
    source: {type: table, name: dmeo}
  - name: two
    source: {type: bucket, name: demo-files}
  - name: three
    source: {type: website, name: orders}
  - name: four
    source: {type: builder, name: anything}
"""


def handler(event, context):
    pass
