"""A lambda of the golden case bucket.

infra: {}
"""
import os

DEMO_BUCKET = os.environ["DEMO_BUCKET"]


def handler(event, context):
    return None
