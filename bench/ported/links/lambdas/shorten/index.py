"""Makes a short address.

infra:
  endpoint:
    api: public
    method: POST
    path: /shorten
"""
import json
import os
import random
import string
import time

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["LINKS_TABLE"])


def generate_code(length=6):
    return "".join(random.choices(string.ascii_letters + string.digits, k=length))


def handler(event, context):
    body = json.loads(event.get("body") or "{}")
    long_url = body.get("long_url")
    if not long_url:
        return {"statusCode": 400, "body": json.dumps({"error": "long_url is missing"})}
    short_code = generate_code()
    table.put_item(Item={"short_code": short_code, "long_url": long_url, "hits": 0,
                         "expire_at": int(time.time()) + body.get("ttl_seconds", 86400)})
    domain = event["requestContext"]["domainName"]
    stage = event["requestContext"]["stage"]
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"},
            "body": json.dumps({"code": short_code, "short_url": f"https://{domain}/{stage}/{short_code}"})}
