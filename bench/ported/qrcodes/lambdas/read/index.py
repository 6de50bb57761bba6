"""The size of a PNG that is posted.

infra:
  endpoint: {api: public, method: POST, path: /size, binary: [image/*]}
"""
import base64
import json
import struct


def handler(event, context):
    body = base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"].encode()
    width, height = struct.unpack(">II", body[16:24])
    return {"statusCode": 200, "body": json.dumps([width, height])}
