"""
infra: {}
"""


def handler(event, context):
    pass
