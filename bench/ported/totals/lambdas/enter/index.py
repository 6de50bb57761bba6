"""Takes an entry.

infra:
  endpoint: {api: public, method: POST, path: /entries}
"""
import json
import os
import time
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TOTALS_TABLE"])


def handler(event, context):
    entry = json.loads(event["body"], parse_float=Decimal)
    table.put_item(Item={"user": entry["user"], "at": int(time.time() * 1000), "volume": entry["volume"]})
    return {"statusCode": 201}
