"""Has a mail written for each parcel that is new or delivered.

infra:
  events:
  - name: created
    topic: ParcelCreated
  - name: delivered
    topic: ParcelDelivered
"""
import json
import os

import boto3

sns = boto3.client("sns")
TEXTS = {
    "ParcelCreated": "We collect your parcel to {city} today.",
    "ParcelDelivered": "Your parcel to {city} was delivered.",
}


def handler(event, context):
    detail = event["detail"]
    text = TEXTS[event["detail-type"]].format(city=detail["city"])
    sns.publish(
        TopicArn=os.environ["COURIER_NOTIFY_TOPIC"],
        Message=json.dumps({"to": detail["email"], "subject": f"Parcel {detail['id']}", "text": text}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "mail"}},
    )
