"""
infra:
  timer:
    rate: 1 hour
    body: {a: .nan, b: 123456789012345678901}
"""


def handler(event, context):
    pass
