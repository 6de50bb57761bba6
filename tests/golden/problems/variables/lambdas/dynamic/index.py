"""
infra: {}
"""
import os

def need(name):
    return os.environ[name]

need(os.name)
os.environ[os.name]  # pareto: ignore


def handler(event, context):
    pass
