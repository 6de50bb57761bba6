"""A lambda of the golden case events.

infra:
  events:
  - name: paid
    pattern:
      diffKeys:
      - paid
    source:
      name: demo
      type: table
    topic: MODIFY
  - name: uploaded
    pattern:
      object:
        key:
        - prefix: in/
    source:
      name: demo-archive
      type: bucket
    topic: Object Created
  - name: published
    source:
      name: demo
      type: website
  - name: built
    pattern:
      build-status:
      - FAILED
    source:
      name: site
      type: builder
  - name: told
    topic: order-paid
"""


def handler(event, context):
    return None
