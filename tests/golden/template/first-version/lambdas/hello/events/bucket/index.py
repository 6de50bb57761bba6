"""
infra:
  events:
  - name: whatever
    pattern:
      hello: [world]
    source:
      name: demo
      type: bucket
"""
import os


def handler(event, context, bucket=os.environ["DEMO_BUCKET"]):
    print(event)
