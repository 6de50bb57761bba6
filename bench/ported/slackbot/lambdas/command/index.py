"""Answers a slash command within three seconds; the work is done later.

infra:
  endpoint: {api: public, method: POST, path: /slack/command}
"""
import base64
import hashlib
import hmac
import json
import os
import time
from urllib.parse import parse_qs

import boto3

ssm = boto3.client("ssm")
lambda_client = boto3.client("lambda")


def is_valid(headers, body):
    headers = {key.lower(): value for key, value in headers.items()}
    timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature", "")
    if not timestamp or abs(time.time() - int(timestamp)) > 60 * 5:
        return False
    secret = ssm.get_parameter(Name=os.environ["SLACKBOT_SIGNING_SECRET"], WithDecryption=True)["Parameter"]["Value"]
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={digest}", signature)


def handler(event, context):
    body = event["body"] or ""
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode("utf-8")
    if not is_valid(event["headers"], body):
        return {"statusCode": 401, "body": "bad signature"}
    form = {key: values[0] for key, values in parse_qs(body).items()}
    if form.get("command") != "/report":
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"},
                "body": json.dumps({"text": f"I do not know `{form.get('command')}`"})}
    lambda_client.invoke(FunctionName=os.environ["SLACKBOT_WORK_FUNCTION"], InvocationType="Event",
                         Payload=json.dumps({"user": form["user_name"], "text": form.get("text", ""),
                                             "response_url": form["response_url"]}))
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"},
            "body": json.dumps({"response_type": "ephemeral", "text": "Working on it..."})}
