"""A lambda of the golden case events-without-source.

infra: {}
"""
import os

DEMO_BUS = os.environ["DEMO_BUS"]


def handler(event, context):
    return None
