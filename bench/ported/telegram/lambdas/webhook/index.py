"""Answers the messages that Telegram posts to it.

infra:
  url: {api: public}
  timeout: medium
"""
import hmac
import json
import logging
import os
import urllib.request

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
_secret = None


def get_secret():
    global _secret
    if _secret is None:
        client = boto3.session.Session().client(service_name="secretsmanager")
        response = client.get_secret_value(SecretId=os.environ["TELEGRAM_BOT_SECRET"])
        _secret = json.loads(response["SecretString"])
    return _secret


def send_message(chat_id, text):
    request = urllib.request.Request(
        f"{os.environ['TELEGRAM_API']}/bot{get_secret()['token']}/sendMessage",
        data=json.dumps({"chat_id": chat_id, "text": text}).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)


def handler(event, context):
    header = event["headers"].get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(header, get_secret()["header"]):
        return {"statusCode": 403, "body": "forbidden"}
    update = json.loads(event.get("body") or "{}")
    message = update.get("message") or {}
    if message.get("text", "").startswith("/start"):
        send_message(message["chat"]["id"], f"Welcome, {message['from']['first_name']}")
    else:
        logger.info("ignored: %s", update)
    return {"statusCode": 200, "body": "ok"}
