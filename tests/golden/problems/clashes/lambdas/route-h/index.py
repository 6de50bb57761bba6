"""
infra:
  endpoint:
    api: private
    method: POST
    path: /w/{y+}
"""


def handler(event, context):
    pass
