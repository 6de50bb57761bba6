"""
infra: {}
"""
import os
os.environ["DEMO_HELO_QUEUE"]
os.environ["DEMO_NOTHING_FUNCTION"]


def handler(event, context):
    pass
