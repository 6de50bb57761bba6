"""A lambda of the golden case table.

infra:
  indexes:
  - name: pk
    table: demo-archive
    type: S
  - name: raw
    table: demo-archive
    type: B
"""
import os

DEMO_ARCHIVE_TABLE = os.environ["DEMO_ARCHIVE_TABLE"]
DEMO_TABLE = os.environ["DEMO_TABLE"]


def handler(event, context):
    return None
