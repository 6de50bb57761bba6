"""Sends the titles of new items to a chat.

infra:
  stream:
    table: feeds-items
    batch: 50
    window: 1
    filter: {eventName: [INSERT], dynamodb: {NewImage: {title: {S: [{anything-but: ""}]}}}}
  timeout: medium
"""
import json
import os
import urllib.request

from boto3.dynamodb.types import TypeDeserializer

deserialize = TypeDeserializer().deserialize


def handler(event, context):
    images = [{name: deserialize(value) for name, value in record["dynamodb"]["NewImage"].items()}
              for record in event["Records"]]
    text = "\n".join(f"* {image['title']}" for image in images)
    request = urllib.request.Request(os.environ["CHAT_URL"], data=json.dumps({"text": text}).encode(),
                                     headers={"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=5).close()
