"""Keeps each change of a claim for seven years, and as a file for the auditors.

infra:
  stream:
    table: claims-files
    batch: 50
    window: 5
    filter: {eventName: [INSERT, MODIFY]}
  timeout: 60
"""
import gzip
import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.types import TypeDeserializer

from lambdas.shared.answers import Encoder

deserialize = TypeDeserializer().deserialize
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["CLAIMS_AUDIT_TABLE"])
YEARS = timedelta(days=7 * 366)


def plain(image):
    return {name: deserialize(value) for name, value in (image or {}).items()}


def changes(old, new):
    return {name: [old.get(name), new.get(name)] for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)}


def entry(record):
    data = record["dynamodb"]
    old, new = plain(data.get("OldImage")), plain(data["NewImage"])
    moment = datetime.fromtimestamp(int(data["ApproximateCreationDateTime"]), timezone.utc)
    return {
        "claim": new["claim"],
        "number": data["SequenceNumber"],
        "time": moment.isoformat(),
        "changes": changes(old, new),
        "expires": int((moment + YEARS).timestamp()),
    }


def archive(entries):
    last = entries[-1]
    day = last["time"][:10].replace("-", "/")
    lines = "".join(json.dumps(row, cls=Encoder) + "\n" for row in entries)
    s3.put_object(
        Bucket=os.environ["CLAIMS_AUDIT_BUCKET"],
        Key=f"{day}/{last['number']}.jsonl.gz",
        Body=gzip.compress(lines.encode("utf-8"), mtime=0),
        ServerSideEncryption="AES256",
    )


def handler(event, context):
    entries, failures = [], []
    for record in event["Records"]:
        try:
            entries.append(entry(record))
        except (KeyError, TypeError) as error:
            print(f"{record['eventID']}: {error!r}")
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    if entries:
        with table.batch_writer() as batch:
            for row in entries:
                batch.put_item(Item=row)
        archive(entries)
    return {"batchItemFailures": failures}
