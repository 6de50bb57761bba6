"""Takes a booking of an account, in order.

infra:
  endpoint: {api: public, method: POST, path: "/accounts/{account}"}
"""
import json
import os

import boto3

sqs = boto3.client("sqs")
QUEUE_URL = os.environ["LEDGER_APPLY_QUEUE"]


def handler(event, context):
    body = json.loads(event["body"])
    response = sqs.send_message(
        QueueUrl=QUEUE_URL,
        MessageBody=json.dumps({"account": event["pathParameters"]["account"], **body}),
        MessageGroupId=event["pathParameters"]["account"],
        MessageDeduplicationId=body["id"],
    )
    return {"statusCode": 202, "body": json.dumps({"sequence": response["SequenceNumber"]})}
