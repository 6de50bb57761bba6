"""A lambda of the golden case topic.

infra: {}
"""
import os

DEMO_ALARMS_TOPIC = os.environ["DEMO_ALARMS_TOPIC"]


def handler(event, context):
    return None
