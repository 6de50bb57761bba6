"""Writes overdue tickets of high priority into the leads' chat.

infra:
  topic:
    filter: {attributes: {priority: [high, normal]}}
  timeout: medium
"""
import json
import os
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    token = secrets.get_secret_value(SecretId=os.environ["HELPDESK_CHAT_SECRET"])["SecretString"]
    for record in event["Records"]:
        ticket = json.loads(record["Sns"]["Message"])
        priority = record["Sns"]["MessageAttributes"]["priority"]["Value"]
        post(token, {"text": f"[{priority}] #{ticket['number']} {ticket['subject']}: due {ticket['due']}"})


def post(token, message):
    request = urllib.request.Request(
        os.environ["PAGER_URL"],
        data=json.dumps(message).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as response:
        response.read()
