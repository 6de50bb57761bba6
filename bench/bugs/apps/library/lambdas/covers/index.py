"""Files the covers that staff upload, covers/<isbn>.jpg, and notes them at the book.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: library}
    topic: Object Created
    prefix: covers/
    suffix: .jpg
  timeout: medium
"""
import logging
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import books

logger = logging.getLogger()
s3 = boto3.client("s3")
LARGEST = 2_000_000


def handler(event, context):
    bucket = os.environ["LIBRARY_BUCKET"]
    key = event["detail"]["object"]["key"]
    isbn = key.rsplit("/", 1)[1].removesuffix(".jpg")
    try:
        head = s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            return {"skipped": key}
        raise
    if head["ContentLength"] > LARGEST:
        logger.warning("%s has %d bytes", key, head["ContentLength"])
        s3.delete_object(Bucket=bucket, Key=key)
        return {"skipped": key}
    target = f"pictures/{isbn}.jpg"
    s3.copy_object(
        Bucket=bucket,
        Key=target,
        CopySource={"Bucket": bucket, "Key": key},
        ContentType="image/jpeg",
        MetadataDirective="REPLACE",
    )
    books.table.update_item(
        Key=books.book_key(isbn),
        UpdateExpression="SET cover = :cover, #size = :size",
        ExpressionAttributeNames={"#size": "size"},
        ExpressionAttributeValues={":cover": target, ":size": head["ContentLength"]},
    )
    s3.delete_object(Bucket=bucket, Key=key)
    return {"cover": target}
