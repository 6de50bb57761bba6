"""A lambda with an alias.

infra:
  snapstart: true
  timer: {cron: 0 9 * * ? *, zone: Europe/Oslo}
"""


def handler(event, context):
    return None
