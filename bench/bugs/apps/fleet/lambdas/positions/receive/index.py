"""Receives the positions of a van: POST /positions with a list of {"at", "lat", "lon"}

infra:
  endpoint:
    api: custom
    authorizer: devices
    method: POST
    path: /positions
"""
import json
import os

import boto3

from lambdas.shared.http import reply

kinesis = boto3.client("kinesis")
LARGEST = 500


def handler(event, context):
    plate = event["requestContext"]["authorizer"]["lambda"]["plate"]
    try:
        positions = json.loads(event.get("body") or "[]")
    except ValueError:
        return reply(400, {"error": "the body is not JSON"})
    if not isinstance(positions, list) or len(positions) > LARGEST:
        return reply(400, {"error": f"the body is a list of at most {LARGEST} positions"})
    entries = [{"Data": json.dumps({**position, "plate": plate}).encode(), "PartitionKey": plate}
               for position in positions]
    if entries:
        response = kinesis.put_records(StreamName=os.environ["FLEET_POSITIONS_STREAM"], Records=entries)
        if response["FailedRecordCount"]:
            return reply(503, {"error": "try again"})
    return reply(202, {"accepted": len(entries)})
