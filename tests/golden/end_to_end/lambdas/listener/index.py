"""Gets what other lambdas log, once a test subscribes it.

infra: {}
"""
import base64
import gzip
import json

from lambdas.notes import note


def handler(event, context):
    for line in json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))["logEvents"]:
        note("log", line["message"].strip())
