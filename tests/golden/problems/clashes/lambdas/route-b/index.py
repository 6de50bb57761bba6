"""
infra:
  endpoint:
    api: public
    method: GET
    path: orders/{id}/
  indexes:
  - name: owner
    table: demo
    type: N
"""
import os
os.environ["SLACK__URL"]


def handler(event, context):
    pass
