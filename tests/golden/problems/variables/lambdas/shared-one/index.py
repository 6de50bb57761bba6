"""
infra: {}
"""
from lambdas.shared import X


def handler(event, context):
    pass
