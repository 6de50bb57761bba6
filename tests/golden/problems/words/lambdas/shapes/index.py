"""
infra:
  queue: 5
  layers: requests
  permissions:
  - s3GetObject
  - {action: "s3:GetObject", resouce: "*"}
  timer:
    rate: 1 hours
"""


def handler(event, context):
    pass
