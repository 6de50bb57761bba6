"""Tells the passengers of a sailing that it is late.

infra:
  topic:
    filter: {attributes: {kind: [delay]}}
  timeout: 120
"""
import json

from lambdas.shared import model, post


def handler(event, context):
    told = 0
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        sailing, minutes = message["sailing"], message["minutes"]
        for row in model.bookings_of(sailing, model.PAID):
            post.send(row["email"], f"{sailing} is late", f"Dear {row['name']}, your ferry leaves {minutes} minutes late.")
            told += 1
    return {"told": told}
