"""A lambda of the golden case topic-settings.

infra:
  topic: {fifo: true, filter: {body: {status: [paid]}}}
"""
import os

DEMO_ORDERS_TOPIC = os.environ["DEMO_ORDERS_TOPIC"]


def handler(event, context):
    return None
