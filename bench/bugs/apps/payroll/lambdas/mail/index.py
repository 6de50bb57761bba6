"""Sends a slip as an attachment.

infra:
  events:
  - name: ready
    topic: SlipReady
  retries: 1
  timeout: medium
"""
import os
from email.message import EmailMessage

import boto3

s3 = boto3.client("s3")
ses = boto3.client("ses")


def handler(event, context):
    slip = event["detail"]
    page = s3.get_object(Bucket=os.environ["PAYROLL_BUCKET"], Key=slip["key"])["Body"].read()
    message = EmailMessage()
    message["Subject"] = f"Your slip of {slip['month']}"
    message["From"] = os.environ["SENDER"]
    message["To"] = slip["email"]
    message.set_content("Your slip is attached.")
    message.add_attachment(page, maintype="text", subtype="html", filename=f"{slip['month']}.html")
    ses.send_raw_email(RawMessage={"Data": message.as_bytes()})
