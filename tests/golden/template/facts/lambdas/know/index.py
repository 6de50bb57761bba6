"""A lambda of the golden case facts.

infra: {}
"""
import os

NAMES = ("DEMO_API_URL", "DEMO_DOCS_WEBSITE_URL", "DEMO_STAGE", "DEMO_USER_POOL", "DEMO_USER_POOL_CLIENT", "DEMO_WEBSITE_URL")
VALUES = [os.environ[name] for name in NAMES]


def handler(event, context):
    return None
