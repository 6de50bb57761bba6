"""Delivers a reminder.

infra: {}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["REMINDERS_TABLE"])


def handler(event, context):
    table.put_item(Item={"pk": "REMINDER", "sk": event["text"]})
