"""A lambda of the golden case tables.

infra: {}
"""
import os

DEMO_SESSIONS_TABLE = os.environ["DEMO_SESSIONS_TABLE"]


def handler(event, context):
    return None
