"""A lambda of the golden case bus-archive.

infra: {}
"""
import os

DEMO_BUS = os.environ["DEMO_BUS"]


def handler(event, context):
    return None
