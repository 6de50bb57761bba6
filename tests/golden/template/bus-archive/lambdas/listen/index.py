"""A lambda of the golden case bus-archive, with a rule without a source.

infra:
  events:
  - name: any
    pattern:
      kind:
      - a
"""


def handler(event, context):
    return None
