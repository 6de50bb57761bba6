"""
infra: {}
"""
import os
os.environ["DEMO_HELLO_TOPIC"], os.environ["DEMO_NO_TOPIC_QUEUE"]


def handler(event, context):
    pass
