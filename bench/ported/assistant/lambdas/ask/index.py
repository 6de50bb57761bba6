"""A conversation with a model that may call tools.

infra:
  url: {api: public}
  timeout: 120
  size: medium
"""
import base64
import json
import os
import time
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config

bedrock = boto3.client("bedrock-runtime", config=Config(retries={"mode": "adaptive", "max_attempts": 5}, read_timeout=100))
history = boto3.resource("dynamodb").Table(os.environ["ASSISTANT_HISTORY_TABLE"])
TOOLS = [{"toolSpec": {"name": "opening_hours", "description": "When a shop is open",
                       "inputSchema": {"json": {"type": "object", "properties": {"shop": {"type": "string"}},
                                                "required": ["shop"]}}}}]


def opening_hours(shop):
    return {"shop": shop, "hours": "9-17"}


def plain(value):
    return json.loads(json.dumps(value), parse_float=Decimal)


def load(session):
    items = history.query(KeyConditionExpression=Key("session").eq(session), ScanIndexForward=False, Limit=20)["Items"]
    return [item["message"] for item in reversed(items)]


def save(session, message):
    history.put_item(Item={"session": session, "turn": time.time_ns(), "message": plain(message),
                           "expires": int(time.time()) + 86400})


def converse(session, text):
    messages = load(session)
    messages.append({"role": "user", "content": [{"text": text}]})
    save(session, messages[-1])
    for _ in range(5):
        answer = bedrock.converse(modelId=os.environ["MODEL_ID"], messages=messages, toolConfig={"tools": TOOLS},
                                  system=[{"text": "You help customers."}], inferenceConfig={"maxTokens": 500})
        message = answer["output"]["message"]
        messages.append(message)
        save(session, message)
        if answer["stopReason"] != "tool_use":
            return "".join(block.get("text", "") for block in message["content"])
        results = []
        for block in message["content"]:
            if use := block.get("toolUse"):
                results.append({"toolResult": {"toolUseId": use["toolUseId"], "content": [
                    {"json": opening_hours(**use["input"])}]}})
        messages.append({"role": "user", "content": results})
        save(session, messages[-1])
    raise RuntimeError("too many tools")


def handler(event, context):
    if event["requestContext"]["http"]["method"] != "POST":
        return {"statusCode": 405}
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body)
    request = json.loads(body)
    return {"answer": converse(request["session"], request["text"])}
