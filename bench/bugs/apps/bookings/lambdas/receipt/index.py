"""Keeps a receipt of each new booking, and mails it to the guest.

infra:
  events:
  - name: booked
    source: {type: table, name: book}
    topic: INSERT
    pattern:
      sk: [booking]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
from __future__ import annotations

import os
from dataclasses import dataclass

import boto3

from lambdas.booking.models import Booking


@dataclass
class Receipt:
    booking: Booking

    @property
    def key(self) -> str:
        return f"receipts/{self.booking.day:%Y/%m}/{self.booking.id}.txt"

    def text(self) -> str:
        euros = f"{self.booking.cents // 100}.{self.booking.cents % 100:02d} EUR"
        return f"{self.booking.room} on {self.booking.day:%d.%m.%Y}: {euros}\n"


class Sender:
    def __init__(self) -> None:
        self.s3 = boto3.client("s3")
        self.ses = boto3.client("ses")
        self.bucket = os.environ["BOOK_BUCKET"]
        self.sender = os.environ["SENDER"]

    def send(self, receipt: Receipt) -> None:
        text = receipt.text()
        self.s3.put_object(Bucket=self.bucket, Key=receipt.key, Body=text.encode(), ContentType="text/plain")
        self.ses.send_email(Source=self.sender, Destination={"ToAddresses": [receipt.booking.email]},
                            Message={"Subject": {"Data": "Your booking"}, "Body": {"Text": {"Data": text}}})


sender = Sender()


def handler(event: dict, context: object) -> None:
    for record in event["detail"]["records"]:
        if record.get("truncated"):
            continue
        sender.send(Receipt(Booking.from_row(record["newImage"])))
