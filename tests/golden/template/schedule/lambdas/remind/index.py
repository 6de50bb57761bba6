"""A lambda of the golden case schedule: schedules that code makes invoke it.

infra: {}
"""


def handler(event, context):
    return None
