"""Container image whose handler logs its events, with an alias.

infra:
  endpoint: {api: public, method: GET, path: /reports}
  image: true
  debug: true
  concurrency: {provisioned: 1}
"""


def handler(event, context):
    return {"statusCode": 200, "body": "[]"}
