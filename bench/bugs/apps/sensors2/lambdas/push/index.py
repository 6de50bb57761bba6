"""Takes readings of a device that shows its token: POST /devices/{device}/readings

infra:
  endpoint:
    api: public
    method: POST
    path: /devices/{device}/readings
    schema:
      type: object
      required: [readings]
      properties:
        readings:
          type: array
          minItems: 1
          maxItems: 100
          items:
            type: object
            required: [time, celsius]
            properties:
              time: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
              celsius: {type: number}
              humidity: {type: number}
  timeout: medium
"""
import hashlib
import hmac
import json
import os
import time

import boto3

from lambdas.station.rows import device
from lambdas.station.web import respond

kinesis = boto3.client("kinesis")
STREAM = os.environ["SENSE_READINGS_STREAM"]


def handler(event, context):
    id_ = event["pathParameters"]["device"]
    headers = {name.lower(): value for name, value in event["headers"].items()}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    row = device(id_)
    if scheme != "Bearer" or row is None or not hmac.compare_digest(
            hashlib.sha256(token.encode()).hexdigest(), row["token"]):
        return respond(401, {"message": "who are you?"})
    records = [{"Data": json.dumps({**reading, "device": id_}).encode(), "PartitionKey": id_}
               for reading in json.loads(event["body"])["readings"]]
    if not put(records):
        return respond(503, {"message": "please send them again"})
    return respond(202, {"accepted": len(records)})


def put(records, tries=3):
    """Puts records on the stream, those that it refuses again; False if some were refused each time."""
    for number in range(tries):
        response = kinesis.put_records(StreamName=STREAM, Records=records)
        if not response["FailedRecordCount"]:
            return True
        records = [record for record, put_ in zip(records, response["Records"], strict=True) if "ErrorCode" in put_]
        time.sleep(0.1 * 2 ** number)
    return False
