"""
infra:
  endpoint:
    api: private
    path: hello-private-get
    method: GET
    parameters:
    - whatever
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"], bucket=os.environ["DEMO_BUCKET"]):
    print(event)
