"""Starts an approval by hand.

infra:
  endpoint: {api: iam, method: POST, path: /listings, schema: {type: object, required: [house]}}
"""
import json
import os

import boto3

states = boto3.client("stepfunctions")


def handler(event, context):
    execution = states.start_execution(stateMachineArn=os.environ["MACHINE_ARN"],
                                       input=json.dumps({"detail": json.loads(event["body"])}))
    return {"statusCode": 202, "body": json.dumps({"execution": execution["executionArn"]})}
