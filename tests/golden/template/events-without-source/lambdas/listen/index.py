"""A lambda of the golden case events-without-source.

infra:
  events:
  - name: any
    pattern:
      kind:
      - a
"""


def handler(event, context):
    return None
