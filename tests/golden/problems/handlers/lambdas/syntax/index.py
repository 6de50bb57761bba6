"""
infra: {}
"""
x = (


def handler(event, context):
    pass
