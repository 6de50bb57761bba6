"""
infra:
  endpoint:
    api: public
    method: POST
    path: /a
    schema:
      type: objet
      propertes: {a: {type: string}}
      required: true
"""


def handler(event, context):
    pass
