"""The till of the shop calls this after each sale.

infra:
  endpoint:
    api: public
    method: POST
    path: /sales
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import web

secrets = boto3.client("secretsmanager")
sns = boto3.client("sns")
stock = boto3.resource("dynamodb").Table(os.environ["CASTLE_STOCK_TABLE"])
REORDER = 5
_keys = {}


def key():
    """The key that the till signs with."""
    if "till" not in _keys:
        response = secrets.get_secret_value(SecretId=os.environ["CASTLE_TILL_SECRET"])
        _keys["till"] = json.loads(response["SecretString"])["key"]
    return _keys["till"]


def raw(event):
    body = event["body"] or ""
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode("utf-8")


def genuine(data, signature):
    expected = hmac.new(key().encode("utf-8"), data, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(expected).decode("ascii"), signature)


def sell(line):
    """What is left of an article, or None if there is too little."""
    try:
        response = stock.update_item(
            Key={"sku": line["sku"]},
            UpdateExpression="SET pieces = pieces - :count",
            ConditionExpression="pieces >= :count",
            ExpressionAttributeValues={":count": line["count"]},
            ReturnValues="UPDATED_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return None
        raise
    return response["Attributes"]["pieces"]


def handler(event, context):
    data = raw(event)
    headers = {name.lower(): value for name, value in event["headers"].items()}
    if not genuine(data, headers.get("x-till-signature", "")):
        return web.answer(401, {"message": "the signature is wrong"})
    sale = json.loads(data)
    missing = []
    for line in sale["lines"]:
        left = sell(line)
        if left is None:
            missing.append(line["sku"])
        elif left <= REORDER:
            sns.publish(
                TopicArn=os.environ["CASTLE_ALARM_TOPIC"],
                Message=f"{line['sku']}: {left} left",
                MessageAttributes={"kind": {"DataType": "String", "StringValue": "stock"}},
            )
    return web.answer(200, {"sale": sale["id"], "missing": missing})
