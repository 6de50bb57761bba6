"""Writes the contract of a loan, and sends the borrower a link.

infra:
  events:
  - name: agreed
    topic: LoanAgreed
  timeout: medium
"""
import json
import os
from datetime import date

import boto3
from botocore.config import Config

from lambdas.common import db

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
sqs = boto3.client("sqs")
BUCKET = os.environ["MUSEUM_BUCKET"]

TEXT = """Loan {loan}

Object: {object}, {title}
Until: {until}
Fee: {fee} EUR
"""


def long_day(text):
    return f"{date.fromisoformat(text):%d %B %Y}"


def handler(event, context):
    loan = event["detail"]
    item = db.objects.get_item(Key={"object": loan["object"]})["Item"]
    text = TEXT.format(loan=loan["loan"], object=loan["object"], title=item["title"],
                       until=long_day(loan["due"]), fee=loan["fee"])
    key = f"contracts/{loan['object']}/{loan['loan']}.txt"
    s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode("utf-8"), ContentType="text/plain; charset=utf-8",
                  Metadata={"loan": loan["loan"]})
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=3600)
    sqs.send_message(
        QueueUrl=os.environ["MUSEUM_MAILER_QUEUE"],
        MessageBody=json.dumps({
            "to": loan["email"],
            "subject": f"The loan of {item['title']}",
            "lines": ["The contract, for an hour:", url],
        }),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "contract"}},
    )
