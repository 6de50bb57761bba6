"""Subscribers, as the table keeps them: {"pk": "person", "sk": email, "state", "token"}."""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["NEWS_TABLE"])
PENDING, CONFIRMED = "pending", "confirmed"


def key(email):
    """Where a subscriber is kept."""
    return {"pk": "person", "sk": email.lower()}
