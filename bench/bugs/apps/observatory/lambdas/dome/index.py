"""Closes the shutters of the dome.

infra:
  topic:
    filter:
      attributes:
        action: [close]
    subscribers: [watch@observatory.example]
  timeout: medium
"""
import asyncio
import json
import os
import urllib.error
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")
SHUTTERS = os.environ["SHUTTERS"].split(",")


def close(shutter, token, reasons):
    """Tells one shutter to close; returns its HTTP status."""
    request = urllib.request.Request(
        f"{shutter}/close",
        data=json.dumps({"reasons": reasons}).encode("utf-8"),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


async def close_all(token, reasons):
    tasks = [asyncio.to_thread(close, shutter, token, reasons) for shutter in SHUTTERS]
    return await asyncio.gather(*tasks)


def handler(event, context):
    token = json.loads(secrets.get_secret_value(SecretId=os.environ["OBSERVATORY_DOME_SECRET"])["SecretString"])["token"]
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        statuses = asyncio.run(close_all(token, message["reasons"]))
        open_ones = [shutter for shutter, status in zip(SHUTTERS, statuses) if status >= 400]
        if open_ones:
            raise RuntimeError(f"still open: {', '.join(open_ones)}")
        print(f"closed because of {', '.join(message['reasons'])} at {message['station']}")
