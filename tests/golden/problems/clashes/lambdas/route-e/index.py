"""
infra:
  endpoint:
    api: private
    method: POST
    path: /a/{x}
"""


def handler(event, context):
    pass
