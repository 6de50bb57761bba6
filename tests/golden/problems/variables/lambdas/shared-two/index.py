"""
infra: {}
"""
from lambdas import shared
from lambdas import sharde
import lambdas.shred


def handler(event, context):
    pass
