"""Adds up, or raises.

infra: {}
"""


def handler(event, context):
    print("adding", event["numbers"])
    return sum(event["numbers"])
