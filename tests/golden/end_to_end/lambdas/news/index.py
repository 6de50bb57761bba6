"""Hears the news.

infra:
  topic: {}
"""
from lambdas.notes import note


def handler(event, context):
    note("news", event["Records"][0]["Sns"]["Message"])
