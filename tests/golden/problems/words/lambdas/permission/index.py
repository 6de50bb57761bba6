"""
infra:
  permissions:
  - s3GetObject
  - {action: "s3:GetObject", resouce: "*"}
"""


def handler(event, context):
    pass
