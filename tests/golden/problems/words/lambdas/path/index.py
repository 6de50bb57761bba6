"""
infra:
  endpoint:
    api: public
    method: GET
    path: /b/{id/{all+}/c d
"""


def handler(event, context):
    pass
