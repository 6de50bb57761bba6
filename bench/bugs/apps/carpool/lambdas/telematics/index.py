"""The boxes in the cars post their trips here, gzipped, with a key.

infra:
  endpoint:
    api: public
    method: POST
    path: /telematics
  timeout: medium
"""
import gzip
import hmac
import json
import os
import re
import zlib

import boto3

from lambdas.common import http

sqs = boto3.client("sqs")
secrets = boto3.client("secretsmanager")
CAR = re.compile(r"[a-z]\d{1,4}")
FIELDS = ("trip", "car", "started", "ended", "km", "level", "position")


def check(headers):
    key = secrets.get_secret_value(SecretId=os.environ["CARPOOL_BOXES_SECRET"])["SecretString"]
    if not hmac.compare_digest(headers.get("x-box-key", "").encode(), key.encode()):
        raise http.Problem(401, "the key is wrong")


def trips_in(data):
    """The trips of a body: one JSON object in each line."""
    try:
        text = gzip.decompress(data).decode("utf-8")
        trips = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (gzip.BadGzipFile, EOFError, ValueError, zlib.error) as error:
        raise http.Problem(400, f"the body is no gzip of JSON lines: {error}") from error
    for trip in trips:
        lacking = [field for field in FIELDS if field not in trip]
        if lacking or not CAR.fullmatch(trip["car"]):
            raise http.Problem(400, f"a trip without {lacking or 'a car'}")
    return trips


def chunks(entries, size):
    for start in range(0, len(entries), size):
        yield entries[start:start + size]


@http.endpoint
def handler(event):
    check(event["headers"])
    trips = trips_in(http.body_bytes(event))
    entries = [
        {
            "Id": str(number),
            "MessageBody": json.dumps({field: trip[field] for field in FIELDS}),
            "MessageGroupId": trip["car"],
            "MessageDeduplicationId": trip["trip"],
        }
        for number, trip in enumerate(trips)
    ]
    failed = []
    for chunk in chunks(entries, 10):
        response = sqs.send_message_batch(QueueUrl=os.environ["CARPOOL_TRIPS_QUEUE"], Entries=chunk)
        failed += [trips[int(entry["Id"])]["trip"] for entry in response.get("Failed", [])]
    if failed:
        return http.reply(503, {"failed": failed})
    return http.reply(202, {"accepted": len(trips)})
