"""
infra:
  indexes:
  - name: hello-index
    type: S
    table: demo
  layers:
  - pyyaml
  permissions:
  - cloudwatch:GetMetricData
  size: medium
  timeout: medium
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"],
            bucket=os.environ["DEMO_BUCKET"], secret=os.environ["DEMO_WHATEVER_SECRET"]):
    print(event)
