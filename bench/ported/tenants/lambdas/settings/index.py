"""A custom resource of the stack: writes the settings of the tier.

infra: {timeout: 30}
"""
import json
import os
import urllib.request

import boto3

settings = boto3.resource("dynamodb").Table(os.environ["TENANTS_SETTINGS_TABLE"])


def handler(event, context):
    status, reason = "SUCCESS", ""
    try:
        if event["RequestType"] in ("Create", "Update"):
            settings.put_item(Item={"pk": "settings", "sk": "tier", "value": event["ResourceProperties"]["Tier"]})
    except Exception as error:
        status, reason = "FAILED", str(error)
    body = json.dumps({"Status": status, "Reason": reason, "PhysicalResourceId": "settings", "StackId": event["StackId"],
                       "RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"]}).encode()
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT"), timeout=10)
