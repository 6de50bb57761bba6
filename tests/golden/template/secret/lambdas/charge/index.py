"""A lambda of the golden case secret.

infra: {}
"""
import os

DEMO_STRIPE_SECRET = os.environ["DEMO_STRIPE_SECRET"]
DEMO_SECRET = os.environ["DEMO_SECRET"]


def handler(event, context):
    return None
