"""Gets a code from the service of the locks, stores it, and informs the guest.

infra:
  queue:
    batch: 5
    tries: 4
    visible: 120
  timeout: long
"""
import json
import os
import urllib.error
import urllib.request
from datetime import datetime

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

from lambdas.core.bus import inform
from lambdas.core.store import booking_key, table

manager = boto3.client("secretsmanager")


class Locks:
    """The HTTP service of the locks."""

    def __init__(self, url, token):
        self.url = url.rstrip("/")
        self.token = token

    def code(self, flat, begin, end):
        data = json.dumps({"lock": flat, "from": int(begin.timestamp()), "until": int(end.timestamp())}).encode()
        request = urllib.request.Request(
            f"{self.url}/codes", data=data, method="POST",
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=4) as response:
            return str(json.load(response)["code"]).zfill(6)


def grant(locks, message):
    key = booking_key(message["booking"])
    row = table.get_item(Key=key, ConsistentRead=True).get("Item")
    if row is None or row["state"] != "paid":
        print(f"{message['booking']} needs no code")
        return
    code = row.get("code")
    if not code:
        begin, end = (datetime.fromisoformat(message[name]) for name in ("from", "until"))
        code = locks.code(message["flat"], begin, end)
        table.update_item(Key=key, UpdateExpression="SET #code = :code", ConditionExpression=Attr("pk").exists(),
                          ExpressionAttributeNames={"#code": "code"}, ExpressionAttributeValues={":code": code})
    inform(message["booking"], message["email"], "code", code=code, begin=message["from"][:16].replace("T", " "))


def handler(event, context):
    token = manager.get_secret_value(SecretId=os.environ["RENTALS_LOCKS_SECRET"])["SecretString"]
    locks = Locks(os.environ["LOCKS_URL"], token)
    failures = []
    for record in event["Records"]:
        try:
            grant(locks, json.loads(record["body"]))
        except (urllib.error.URLError, TimeoutError, ClientError) as error:
            print(f"{record['messageId']}: {error}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
