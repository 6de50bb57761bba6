"""Reads a stream that app.yaml describes, from a time on.

infra:
  kinesis:
    stream: demo-clicks
    batch: 500
    window: 5
    start: "2026-03-01T08:00:00Z"
    tries: 3
    parallel: 2
    age: 3600
    filter: [{kind: [buy]}, {kind: [sell]}]
"""


def handler(event, context):
    return None
