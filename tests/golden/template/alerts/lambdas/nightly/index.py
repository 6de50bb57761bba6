"""Told of at each error, as without the word.

infra:
  timer: {cron: 0 3 * * ? *}
  timeout: 60
"""


def handler(event, context):
    return event
