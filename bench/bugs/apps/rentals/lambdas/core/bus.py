"""Events of the app's bus, and messages to guests and owners."""
import json
import os

import boto3

bus = boto3.client("events")
sqs = boto3.client("sqs")


def emit(topic, **detail):
    entry = {"EventBusName": os.environ["RENTALS_BUS"], "Source": "rentals", "DetailType": topic,
             "Detail": json.dumps(detail)}
    response = bus.put_events(Entries=[entry])
    if response["FailedEntryCount"] > 0:
        raise RuntimeError(response["Entries"][0]["ErrorCode"])


def inform(booking, to, template, **values):
    """Queues a mail; those of one booking keep their order."""
    sqs.send_message(
        QueueUrl=os.environ["RENTALS_INFORM_QUEUE"],
        MessageBody=json.dumps({"to": to, "template": template, "values": values}),
        MessageGroupId=booking,
        MessageDeduplicationId=f"{booking}-{template}",
    )
