"""Takes rude words out of new messages, and tells who said them.

infra:
  events:
  - name: said
    source:
      type: table
      name: rooms
    topic: INSERT
    pattern:
      pk: [{prefix: "room#"}]
      sk: [message]
"""
import json
import os

import boto3

from lambdas.chat import rooms

RUDE = set(os.environ["RUDE_WORDS"].split(","))
events = boto3.client("events")


def handler(event, context):
    rude = [record["newImage"] for record in event["detail"]["records"] if is_rude(record["newImage"]["text"])]
    for message in rude:
        rooms.table.update_item(Key={"pk": message["pk"], "sk": message["sk"]},
                                UpdateExpression="REMOVE #text SET removed = :yes",
                                ExpressionAttributeNames={"#text": "text"},
                                ExpressionAttributeValues={":yes": True})
    if rude:
        answer = events.put_events(Entries=[
            {"EventBusName": os.environ["ROOMS_BUS"], "Source": "rooms.screen", "DetailType": "RudeMessage",
             "Detail": json.dumps({"user": one["user"], "room": one["pk"].removeprefix("room#")})} for one in rude])
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"{answer['FailedEntryCount']} events were not taken")
    return {"removed": len(rude)}


def is_rude(text):
    """Whether a text holds one of the words."""
    return not RUDE.isdisjoint(text.lower().split())
