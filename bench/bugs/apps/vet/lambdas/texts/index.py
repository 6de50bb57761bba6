"""Sends text messages through the provider, in the order in which they were queued.

infra:
  queue:
    fifo: true
    batch: 10
  timeout: long
"""
import json
import os
import time
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

secrets = boto3.client("secretsmanager")
sent = boto3.resource("dynamodb").Table(os.environ["VET_SENT_TABLE"])


def handler(event, context):
    token = secrets.get_secret_value(SecretId=os.environ["VET_TEXTS_SECRET"])["SecretString"]
    records = event["Records"]
    for number, record in enumerate(records):
        message = json.loads(record["body"])
        try:
            send_once(message, token)
        except (urllib.error.URLError, TimeoutError, ClientError) as error:
            print(f"{message['id']}: {error}")
            # the later messages must wait for this one: the queue is FIFO
            return {"batchItemFailures": [{"itemIdentifier": left["messageId"]} for left in records[number:]]}
    return {"batchItemFailures": []}


def send_once(message, token):
    try:
        sent.put_item(Item={"pk": message["id"], "sk": "text", "at": int(time.time())},
                      ConditionExpression="attribute_not_exists(pk)")
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            print(f"{message['id']} was sent before")
            return
        raise
    try:
        post({"to": message["phone"], "text": message["text"]}, token)
    except Exception:
        sent.delete_item(Key={"pk": message["id"], "sk": "text"})
        raise


def post(body, token):
    request = urllib.request.Request(
        os.environ["TEXT_URL"], method="POST", data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=2) as response:
        response.read()
