"""A lambda of the golden case bus.

infra: {}
"""
import os

DEMO_BUS = os.environ["DEMO_BUS"]


def handler(event, context):
    return None
