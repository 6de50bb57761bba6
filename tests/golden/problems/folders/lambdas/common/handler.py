"""What several lambdas share: no block, so no lambda."""


def handler(event, context):
    return event
