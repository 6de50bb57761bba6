"""
infra:
  endpoint:
    api: pubic
    method: get
    path: /b
"""


def handler(event, context):
    pass
