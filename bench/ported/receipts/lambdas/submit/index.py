"""Starts Textract for each receipt that arrives in the bucket; a queue buffers them.

infra:
  queue:
    batch: 10
    concurrency: 2
    visible: 120
    from: {source: {type: bucket, name: receipts, form: notification}, topic: Object Created, prefix: in/, suffix: .pdf}
  timeout: 20
"""
import json
import os
from urllib.parse import unquote_plus

import boto3

textract = boto3.client("textract")


def start(bucket, key):
    job = textract.start_expense_analysis(
        DocumentLocation={"S3Object": {"Bucket": bucket, "Name": key}}, JobTag=os.path.basename(key)[:64],
        NotificationChannel={"SNSTopicArn": os.environ["RECEIPTS_COLLECT_TOPIC"],
                             "RoleArn": os.environ["CHANNEL_ROLE_ARN"]})
    print("started", job["JobId"], key)


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            for upload in json.loads(record["body"]).get("Records", []):
                start(upload["s3"]["bucket"]["name"], unquote_plus(upload["s3"]["object"]["key"]))
        except textract.exceptions.LimitExceededException:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
