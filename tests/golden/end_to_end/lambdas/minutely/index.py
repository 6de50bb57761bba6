"""Rings each minute.

infra:
  timer: {rate: 1 minute, body: {bell: slow}}
"""
from lambdas.notes import note


def handler(event, context):
    note(event["bell"], context.aws_request_id)
