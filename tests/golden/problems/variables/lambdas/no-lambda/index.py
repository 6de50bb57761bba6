"""
infra: {}
"""
import os
os.environ["DEMO_HELO_QUEUE"]
os.environ["DEMO_NOTHING_FUNCTION"]
os.environ["DEMO_QUEUE"], os.environ["DEMO_TOPIC"]


def handler(event, context):
    pass
