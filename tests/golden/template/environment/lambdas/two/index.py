"""A lambda of the golden case environment.

infra: {}
"""
import os

DEMO_ONE_FUNCTION = os.environ["DEMO_ONE_FUNCTION"]
LOG_LEVEL = os.environ.get("LOG_LEVEL", "")
SLACK_URL = os.environ.get("SLACK_URL", "")


def handler(event, context):
    return None
