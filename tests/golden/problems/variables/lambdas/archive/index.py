"""
infra: {}
"""
import os
os.environ["DEMO_ARCHIVE_TABEL"]
os.environ["DEMO_ARCHIVE_TABLE"]


def handler(event, context):
    pass
