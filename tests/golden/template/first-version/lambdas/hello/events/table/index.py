"""
infra:
  events:
  - name: whatever
    pattern:
      hello: [world]
    source:
      name: demo
      type: table
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"]):
    print(event)
