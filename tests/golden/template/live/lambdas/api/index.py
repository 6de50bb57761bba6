"""Answers without waiting for a start.

infra:
  endpoint: {api: public, method: GET, path: /a}
  concurrency: {reserved: 5, provisioned: 2}
"""
import os


def handler(event, context):
    return {"statusCode": 200, "body": os.environ["DEMO_STAGE"]}
