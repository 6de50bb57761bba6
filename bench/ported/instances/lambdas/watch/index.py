"""Tells when a machine stops or starts.

infra:
  events:
  - name: changed
    source: {type: aws, name: aws.ec2}
    topic: EC2 Instance State-change Notification
    pattern: {state: [running, stopped]}
"""
import json
import os

import boto3


def handler(event, context):
    sns = boto3.client("sns")
    state = event["detail"]["state"]
    instance = event["detail"]["instance-id"]
    response = sns.publish(TopicArn=os.environ["INSTANCES_TELL_TOPIC"], Message=f"{instance} is {state}",
                           MessageAttributes={"state": {"DataType": "String", "StringValue": state}})
    return {"statusCode": 200, "body": json.dumps(response["MessageId"])}
