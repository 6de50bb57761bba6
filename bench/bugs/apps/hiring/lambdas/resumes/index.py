"""Reads the text of an uploaded resume.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: hiring-resumes, form: notification}
    topic: Object Created
    prefix: resumes/
    suffix: .pdf
  layers: [powertools]
  timeout: 60
"""
from urllib.parse import unquote_plus

import boto3
from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

from lambdas.core import applications

logger = Logger()
textract = boto3.client("textract")


def text_of(bucket, key):
    """The lines of a document."""
    response = textract.detect_document_text(Document={"S3Object": {"Bucket": bucket, "Name": key}})
    return "\n".join(block["Text"] for block in response["Blocks"] if block["BlockType"] == "LINE")


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        _folder, job, name = key.split("/")
        email = name.removesuffix(".pdf")
        try:
            text = text_of(bucket, key)
        except ClientError as error:
            if error.response["Error"]["Code"] != "UnsupportedDocumentException":
                raise
            logger.warning("unreadable", extra={"key": key})
            applications.change(job, email, "unreadable")
            continue
        applications.change(job, email, "read", resume=key, text=text[:100_000])
