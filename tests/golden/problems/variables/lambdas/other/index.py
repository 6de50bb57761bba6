"""
infra: {}
"""
import os
os.environ["DEMO_XYZ"]
os.environ["DEMO_KNOWN"]
os.environ["SLACK_URL"]
os.environ["AWS_REGION"]
os.environ["X"]


def handler(event, context):
    pass
