"""A lambda of the golden case direct.

infra: {}
"""


def handler(event, context):
    return None
