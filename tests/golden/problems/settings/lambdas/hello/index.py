"""
infra:
  tmier: {}
"""


def handler(event, context):
    pass
