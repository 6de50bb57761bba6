"""Mails, by SES."""
import os

import boto3

ses = boto3.client("ses")


def send(to, subject, text):
    """Sends one plain text mail; gives its id."""
    answer = ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}})
    return answer["MessageId"]
