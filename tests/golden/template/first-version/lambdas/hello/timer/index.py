"""
infra:
  timer:
    rate: "1 minute"
    body:
      hello: world
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"], site=os.environ["DEMO_WEBSITE"]):
    print(event)
