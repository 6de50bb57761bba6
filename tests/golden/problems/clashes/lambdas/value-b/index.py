"""
infra: {}
"""
import os
os.environ["SLACK__URL"]


def handler(event, context):
    pass
