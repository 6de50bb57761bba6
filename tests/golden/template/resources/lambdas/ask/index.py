"""Names resources of resources.yaml.

infra:
  permissions:
  - {action: ecs:RunTask, resource: "${Cluster.Arn}"}
  - {action: sns:Publish, resource: "${Topic}"}
"""
import os

CLUSTER, TOPIC = os.environ.get("CLUSTER_ARN"), os.environ["TOPIC"]
CLUSTER_URL = os.environ.get("CLUSTER_URL")


def handler(event, context):
    pass
