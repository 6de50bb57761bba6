"""
infra: {}
"""


def handle(event, context):
    pass
