"""A lambda of the golden case nested.

infra:
  layers:
  - pillow
  - font-tools
"""
import os

DEMO_FAST_FUNCTION = os.environ["DEMO_FAST_FUNCTION"]
LOG_LEVEL = os.environ.get("LOG_LEVEL", "")
SLACK_URL = os.environ.get("SLACK_URL", "")


def handler(event, context):
    return None
