"""Notes a photo of an object's condition.

infra:
  events:
  - name: taken
    source: {type: bucket, name: museum, form: notification}
    topic: Object Created
    prefix: photos/
    suffix: .jpg
  timeout: medium
  size: medium
"""
import os
from datetime import datetime, timezone
from urllib.parse import unquote_plus

import boto3
from botocore.exceptions import ClientError

BUCKET = os.environ["MUSEUM_BUCKET"]
s3 = boto3.client("s3")
dynamodb = boto3.client("dynamodb")


def state_of(key):
    """What the photographer wrote into the metadata."""
    head = s3.head_object(Bucket=BUCKET, Key=key)
    return head["Metadata"].get("state", "unknown"), head["ContentLength"]


def is_jpeg(key):
    start = s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=0-2")["Body"].read()
    return start == b"\xff\xd8\xff"


def note(number, key, size, state):
    taken = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    dynamodb.put_item(
        TableName=os.environ["MUSEUM_REPORTS_TABLE"],
        Item={
            "object": {"S": number},
            "time": {"S": taken},
            "photo": {"S": key},
            "size": {"N": str(size)},
            "state": {"S": state},
        },
    )
    dynamodb.update_item(
        TableName=os.environ["MUSEUM_OBJECTS_TABLE"],
        Key={"object": {"S": number}},
        UpdateExpression="ADD photos :one",
        ConditionExpression="attribute_exists(#o)",
        ExpressionAttributeNames={"#o": "object"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def handler(event, context):
    for record in event["Records"]:
        key = unquote_plus(record["s3"]["object"]["key"])
        if not is_jpeg(key):
            s3.delete_object(Bucket=BUCKET, Key=key)
            continue
        _, number, _ = key.split("/")
        state, size = state_of(key)
        try:
            note(number, key, size, state)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            print(f"no object {number}")
