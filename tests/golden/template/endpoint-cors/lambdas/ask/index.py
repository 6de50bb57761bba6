"""A lambda of the golden case endpoint-cors.

infra:
  endpoint: {api: public, method: GET, path: /ask}
"""
import os

ORIGINS = os.environ["DEMO_CORS_ORIGINS"]


def handler(event, context):
    return None
