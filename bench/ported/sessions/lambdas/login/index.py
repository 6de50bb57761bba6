"""Opens a session.

infra:
  endpoint: {api: public, method: POST, path: /sessions}
"""
import json
import os
import secrets
import time

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SESSIONS_TABLE"])


def handler(event, context):
    token = secrets.token_urlsafe()
    body = json.loads(event["body"])
    table.put_item(Item={"token": token, "user": body["user"], "expires": int(time.time()) + body.get("seconds", 3600)})
    return {"statusCode": 201, "multiValueHeaders": {"Set-Cookie": [f"session={token}; HttpOnly", "seen=1"]},
            "body": json.dumps({"token": token})}
