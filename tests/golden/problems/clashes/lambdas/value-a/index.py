"""
infra: {}
"""
import os
os.environ["SLACK_URL"]


def handler(event, context):
    pass
