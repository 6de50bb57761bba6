"""Writes the answers of a closed survey to a file, and sends its owner an address that works for an hour.

infra:
  events:
  - name: closed
    topic: SurveyClosed
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 60
"""
import csv
import io
import os

import boto3
from botocore.config import Config

from lambdas.survey import db

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
ses = boto3.client("ses")
BUCKET = os.environ["SURVEYS_FILES_BUCKET"]
HOUR = 3600


def table_of(survey_id):
    """The answers as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["at", "choice", "comment"])
    for answer in sorted(db.answers(survey_id), key=lambda row: row["at"]):
        writer.writerow([answer["at"], answer["choice"], answer["comment"]])
    return text.getvalue()


def handler(event, context):
    detail = event["detail"]
    key = f"exports/{detail['survey']}.csv"
    s3.put_object(Bucket=BUCKET, Key=key, Body=table_of(detail["survey"]).encode("utf-8"), ContentType="text/csv")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=HOUR)
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [detail["email"]]},
        Message={"Subject": {"Data": f"Results of {detail['title']}"}, "Body": {"Text": {"Data": f"Your file: {url}"}}},
    )
    return key
