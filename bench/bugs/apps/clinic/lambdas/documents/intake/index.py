"""Takes in uploaded documents: uploads/<patient>/<id>/<name> moves to documents/<patient>/<id>, and is a row.

A document that is empty, too large or of another type is a task for the desk.

infra:
  queue:
    batch: 5
    from:
      source: {type: bucket, name: clinic}
      topic: Object Created
      prefix: uploads/
  timeout: 60
  size: medium
"""
import json
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.common.rows import table

s3 = boto3.client("s3")
sns = boto3.client("sns")
BUCKET = os.environ["CLINIC_BUCKET"]
LARGEST = 20 * 1024 * 1024
TYPES = ("application/pdf", "image/jpeg", "image/png")


def handler(event, context):
    failed = []
    for record in event["Records"]:
        created = json.loads(record["body"])
        try:
            take_in(created["detail"]["object"]["key"])
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def take_in(key):
    _uploads, patient, id_, name = key.split("/", 3)
    try:
        head = s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":  # taken in by an earlier try
            return
        raise
    if head["ContentType"] not in TYPES or not 0 < head["ContentLength"] <= LARGEST:
        sns.publish(
            TopicArn=os.environ["CLINIC_DESK_TOPIC"],
            Subject="A document is refused",
            Message=json.dumps({"patient": patient, "key": key, "size": head["ContentLength"]}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "document"}})
        return
    kept = f"documents/{patient}/{id_}"
    s3.copy_object(Bucket=BUCKET, Key=kept, CopySource={"Bucket": BUCKET, "Key": key})
    table.put_item(Item={
        "pk": f"document#{id_}", "sk": "document", "kind": "document", "patient": patient, "key": kept, "name": name,
        "type": head["ContentType"], "size": head["ContentLength"],
        "uploaded": head["LastModified"].isoformat()})
    s3.delete_object(Bucket=BUCKET, Key=key)
