"""
infra:
  layers: requests
"""


def handler(event, context):
    pass
