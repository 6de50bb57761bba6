"""
infra: {}
"""
import os
os.environ["DEMO_HELLO_TOPIC"]


def handler(event, context):
    pass
