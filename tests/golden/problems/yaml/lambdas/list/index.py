"""
infra:
- queue
- topic
"""


def handler(event, context):
    pass
