"""What customers pay for.

infra:
  endpoint: {api: public, method: GET, path: /data, key: true, limit: {rate: 50, burst: 20}}
"""
import json


def handler(event, context):
    identity = event["requestContext"]["identity"]
    return {"statusCode": 200, "body": json.dumps({"caller": identity["apiKeyId"]})}
