"""Sends a visitor on, and has the click counted: GET /l/k3x9

infra:
  endpoint:
    api: public
    method: GET
    path: /l/{code}
"""
import json
import os

import boto3

from lambdas.shared import links
from lambdas.shared.answers import answer

sqs = boto3.client("sqs")


def handler(event, context):
    code = event["pathParameters"]["code"]
    link = links.find(code)
    if link is None:
        return answer(404, {"message": f"no link {code}"})
    headers = event.get("headers") or {}
    click = {"code": code, "referer": headers.get("Referer", "direct")}
    sqs.send_message(QueueUrl=os.environ["LINKS_CLICKS_QUEUE"], MessageBody=json.dumps(click))
    return {"statusCode": 301, "headers": {"Location": link["url"], "Cache-Control": "no-store"}, "body": ""}
