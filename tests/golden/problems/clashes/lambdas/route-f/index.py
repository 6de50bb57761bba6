"""
infra:
  endpoint:
    api: private
    method: POST
    path: /a/{rest+}
"""


def handler(event, context):
    pass
