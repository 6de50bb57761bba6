"""Posts CloudWatch's alarms to a channel.

infra:
  topic: {}
"""
import json
import os

import boto3
import urllib3

http = urllib3.PoolManager()
ssm = boto3.client("secretsmanager")
COLOURS = {"ALARM": "#e01e5a", "OK": "#2eb67d"}


def handler(event, context):
    url = ssm.get_secret_value(SecretId=os.environ["ALARMS_WEBHOOK_SECRET"])["SecretString"]
    alarm = json.loads(event["Records"][0]["Sns"]["Message"])
    msg = {
        "channel": "#operations",
        "text": f"{alarm['AlarmName']}: {alarm['OldStateValue']} -> {alarm['NewStateValue']}",
        "attachments": [{"color": COLOURS.get(alarm["NewStateValue"], "#cccccc"), "text": alarm["NewStateReason"]}],
    }
    resp = http.request("POST", url, body=json.dumps(msg).encode("utf-8"), headers={"Content-Type": "application/json"})
    print({"message": msg, "status_code": resp.status})
    if resp.status >= 400:
        raise RuntimeError(f"the channel answers {resp.status}")
