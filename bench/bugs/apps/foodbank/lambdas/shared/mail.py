"""Mails through SES."""
import os

import boto3

ses = boto3.client("ses")


def send(to, subject, text):
    if isinstance(to, str):
        to = [to]
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": to},
        Message={"Subject": {"Data": subject, "Charset": "UTF-8"},
                 "Body": {"Text": {"Data": text, "Charset": "UTF-8"}}},
    )
