"""A lambda of the golden case env: values of its own, of which its code reads one.

infra:
  env:
    CURRENCY: NOK
    LIMIT: 3
    POWERTOOLS_SERVICE_NAME: charge
    "QUIET": true
"""
import os

CURRENCY, SLACK_URL = os.environ["CURRENCY"], os.environ["SLACK_URL"]


def handler(event, context):
    return CURRENCY, SLACK_URL
