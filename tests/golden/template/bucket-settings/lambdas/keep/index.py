"""A lambda of the golden case bucket-settings.

infra:
  events:
  - name: kept
    source: {type: bucket, name: demo-archive}
"""
import os

BUCKETS = os.environ["DEMO_BUCKET"], os.environ["DEMO_PLAIN_BUCKET"]


def handler(event, context):
    return BUCKETS
