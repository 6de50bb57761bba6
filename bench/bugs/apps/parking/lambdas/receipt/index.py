"""Files a receipt of a paid session, and mails its address if there is an address.

infra:
  events:
  - name: paid
    topic: SessionPaid
  timeout: medium
"""
import os

import boto3
from botocore.config import Config

from lambdas.common import sessions

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
ses = boto3.client("ses")
WEEK = 7 * 24 * 3600


def text(session, cents):
    return "\n".join([
        f"Receipt {session['charge']}",
        f"Car {session['plate']}, garage {session['garage']}",
        f"{session['entered']} to {session['exited']}",
        f"{cents / 100:.2f} EUR",
    ])


def handler(event, context):
    detail = event["detail"]
    session = sessions.find(detail["session"])
    key = f"receipts/{session['id']}.txt"
    s3.put_object(
        Bucket=os.environ["PARKING_BUCKET"],
        Key=key,
        Body=text(session, detail["cents"]).encode("utf-8"),
        ContentType="text/plain; charset=utf-8",
    )
    if "email" not in session:
        return
    url = s3.generate_presigned_url(
        "get_object", Params={"Bucket": os.environ["PARKING_BUCKET"], "Key": key}, ExpiresIn=WEEK)
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [session["email"]]},
        Message={"Subject": {"Data": "Your receipt"}, "Body": {"Text": {"Data": f"Your receipt: {url}"}}},
    )
