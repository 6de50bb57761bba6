"""A lambda of the golden case website.

infra: {}
"""
import os

DEMO_DOCS_WEBSITE = os.environ["DEMO_DOCS_WEBSITE"]
DEMO_WEBSITE = os.environ["DEMO_WEBSITE"]


def handler(event, context):
    return None
