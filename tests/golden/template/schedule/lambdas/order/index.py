"""A lambda of the golden case schedule.

infra:
  queue:
"""
import json
import os

SCHEDULE = json.loads(os.environ["DEMO_REMIND_SCHEDULE"])


def handler(event, context):
    return SCHEDULE["GroupName"]
