"""
infra:
  endpoint: {api: public, method: GET, path: "/orders/{id}"}
  indexes:
  - {name: owner, type: S, table: demo}
"""
import os
os.environ["SLACK_URL"]


def handler(event, context):
    pass
