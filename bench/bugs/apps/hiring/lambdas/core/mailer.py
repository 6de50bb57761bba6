"""E-mails to candidates."""
import os

import boto3

ses = boto3.client("sesv2")


def send(address, subject, text):
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
    )
