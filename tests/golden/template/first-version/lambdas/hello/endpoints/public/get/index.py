"""
infra:
  endpoint:
    api: public
    path: hello-public-get
    method: GET
    parameters:
    - whatever
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"], site=os.environ["DEMO_WEBSITE"]):
    print(event)
