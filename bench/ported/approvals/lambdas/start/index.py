"""Starts an approval.

infra:
  endpoint: {api: public, method: POST, path: /approvals}
  permissions:
  - {action: "states:StartExecution", resource: "${Approval}"}
"""
import json
import os
import uuid

import boto3

sf = boto3.client("stepfunctions")


def handler(event, context):
    execution = sf.start_execution(stateMachineArn=os.environ["STATE_MACHINE_ARN"], name=str(uuid.uuid4()),
                                   input=event["body"])
    return {"statusCode": 202, "body": json.dumps({"execution": execution["executionArn"]})}
