"""
infra:
  tmier: {}
  queue: {bach: 1}
  size: big
"""
import os
os.environ["DEMO_TABEL"]


def handle(event, context):
    pass
