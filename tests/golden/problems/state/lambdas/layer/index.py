"""
infra:
  layers: [requets, numpy]
"""


def handler(event, context):
    pass
