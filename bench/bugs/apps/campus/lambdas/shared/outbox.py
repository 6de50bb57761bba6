"""What the school sends: events, and e-mails through the queue of the lambda mail."""
import json
import os

import boto3

events = boto3.client("events")
sqs = boto3.client("sqs")


def publish(detail_type, **detail):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["CAMPUS_BUS"], "Source": "campus",
        "DetailType": detail_type, "Detail": json.dumps(detail)}])
    if response["FailedEntryCount"] > 0:
        raise RuntimeError(f"{detail_type} was not accepted: {response['Entries']}")


def mail(template, to, **values):
    sqs.send_message(
        QueueUrl=os.environ["CAMPUS_MAIL_QUEUE"],
        MessageBody=json.dumps({"template": template, "to": to, "values": values}))
