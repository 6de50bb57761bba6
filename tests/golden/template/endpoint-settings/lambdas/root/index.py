"""The root, which reads the origins, with a limit of its own.

infra:
  endpoint: {api: public, method: GET, path: /, limit: {rate: 5, burst: 5}}
"""
import os

ORIGINS = os.environ["DEMO_CORS_ORIGINS"]


def handler(event, context):
    return {"statusCode": 200, "body": ""}
