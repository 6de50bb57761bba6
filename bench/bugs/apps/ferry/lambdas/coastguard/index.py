"""Posts lists of passengers to the coastguard.

infra:
  queue:
    batch: 10
    window: 5
    concurrency: 2
  timeout: 60
"""
import json
import logging
import os
import urllib.request

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
s3 = boto3.client("s3")


def post(message):
    text = s3.get_object(Bucket=os.environ["FERRY_MANIFESTS_BUCKET"], Key=message["key"])["Body"].read()
    request = urllib.request.Request(
        os.environ["COASTGUARD_URL"], data=text, method="POST",
        headers={"Content-Type": "text/csv", "X-Sailing": message["sailing"], "X-Souls": str(message["souls"])})
    with urllib.request.urlopen(request, timeout=5) as response:
        return response.status


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            status = post(message)
            logger.info("%s: %d", message["sailing"], status)
        except Exception:
            logger.exception("message %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
