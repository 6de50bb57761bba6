"""
infra:
  endpoint:
    api: private
    method: POST
    path: /w/{x+}
"""


def handler(event, context):
    pass
