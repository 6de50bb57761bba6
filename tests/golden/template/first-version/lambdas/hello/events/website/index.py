"""
infra:
  events:
  - name: whatever
    pattern:
      hello: [world]
    source:
      name: demo
      type: website
"""
import os


def handler(event, context, site=os.environ["DEMO_WEBSITE"]):
    print(event)
