"""Writes the ticket of a paid booking, and sends it.

infra:
  events:
  - name: paid
    topic: BookingPaid
  timeout: medium
"""
import os

import boto3

from lambdas.shared import model, post

bucket = boto3.resource("s3").Bucket(os.environ["FERRY_TICKETS_BUCKET"])


def ticket_key(sailing, booking):
    return f"tickets/{sailing}/{booking}.txt"


def handler(event, context):
    detail = event["detail"]
    row = model.booking(detail["sailing"], detail["booking"])
    if row is None:
        raise LookupError(f"no booking {detail['booking']}")
    text = "\n".join(["Sund Ferries", f"Sailing {row['sailing']}", f"Booking {row['booking']}", f"{row['name']}: {row['seats']} seats"])
    bucket.put_object(Key=ticket_key(row["sailing"], row["booking"]), Body=text.encode(), ContentType="text/plain; charset=utf-8")
    post.send(row["email"], f"Your ticket {row['booking']}", text)
