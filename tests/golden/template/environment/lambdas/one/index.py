"""A lambda of the golden case environment.

infra: {}
"""
import os

DEMO_BUCKET = os.environ["DEMO_BUCKET"]
DEMO_BUS = os.environ["DEMO_BUS"]
DEMO_ONE_FUNCTION = os.environ["DEMO_ONE_FUNCTION"]
DEMO_TABLE = os.environ["DEMO_TABLE"]
DEMO_TWO_FUNCTION = os.environ["DEMO_TWO_FUNCTION"]
DEMO_WEBSITE = os.environ["DEMO_WEBSITE"]
LOG_LEVEL = os.environ.get("LOG_LEVEL", "")
SLACK_URL = os.environ["SLACK_URL"]


def handler(event, context):
    return None
