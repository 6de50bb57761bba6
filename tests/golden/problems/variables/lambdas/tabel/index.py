"""
infra: {}
"""
import os
os.environ["DEMO_TABEL"]


def handler(event, context):
    pass
