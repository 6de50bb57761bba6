"""Notes how builds end.

infra:
  events:
  - name: ended
    source: {type: builder, name: demo}
    topic: CodeBuild Build State Change
    pattern: {build-status: [SUCCEEDED, FAILED]}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    detail = event["detail"]
    table.put_item(Item={"pk": "BUILD", "sk": detail["build-id"], "status": detail["build-status"]})
