"""A feed of transients calls this: something flared up in the sky.

infra:
  endpoint:
    api: public
    method: POST
    path: /alerts
    limit: {rate: 5, burst: 10}
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os
import time

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

from lambdas.common import sky, store
from lambdas.common.replies import reply

secretsmanager = boto3.client("secretsmanager")
eventbridge = boto3.client("events")
TOLERANCE = 300
BRIGHT = 17.5


def is_genuine(raw: bytes, headers: dict) -> bool:
    """Whether the feed signed the body, with the time, a few minutes ago."""
    key = secretsmanager.get_secret_value(SecretId=os.environ["OBSERVATORY_FEED_SECRET"])["SecretString"]
    sent = headers.get("x-feed-time", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > TOLERANCE:
        return False
    expected = hmac.new(key.encode(), sent.encode() + b"." + raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("x-feed-signature", "").removeprefix("sha256="))


def write(alert: dict) -> bool:
    """Writes an urgent proposal once; returns whether it is new."""
    target = sky.Target(alert["id"], alert["position"]["ra"] / 15, alert["position"]["dec"])
    try:
        store.proposals.put_item(
            Item={
                "proposal": f"too-{alert['id']}",
                "cycle": "urgent",
                "submitted": store.stamp(),
                "institute": "observatory",
                "owner": "feed",
                "title": f"Transient {alert['id']}",
                "hours": 1,
                "state": "accepted",
                "target": target.row(),
            },
            ConditionExpression=Attr("proposal").not_exists(),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def handler(event, context):
    text = event["body"] or ""
    raw = base64.b64decode(text) if event["isBase64Encoded"] else text.encode("utf-8")
    headers = {name.lower(): value for name, value in event["headers"].items()}
    if not is_genuine(raw, headers):
        return reply(401, {"message": "wrong signature"})
    alert = json.loads(raw)
    if alert["magnitude"] > BRIGHT:
        return reply(202, {"message": "too faint"})
    if not write(alert):
        return reply(200, {"message": "known"})
    response = eventbridge.put_events(Entries=[{
        "EventBusName": os.environ["OBSERVATORY_BUS"],
        "Source": "observatory.alert",
        "DetailType": "ProposalAccepted",
        "Detail": json.dumps({"proposal": f"too-{alert['id']}", "score": "10", "urgent": True}),
    }])
    if response["FailedEntryCount"] > 0:
        raise RuntimeError(f"nobody schedules {alert['id']}: {response['Entries'][0]['ErrorCode']}")
    return reply(201, {"message": "scheduled"})
