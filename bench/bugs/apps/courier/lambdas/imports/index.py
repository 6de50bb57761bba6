"""Registers the parcels of a business customer: imports/<customer>/<name>.csv with the columns id, email, city, grams.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: courier}
    topic: Object Created
    prefix: imports/
    suffix: .csv
  timeout: 300
  size: medium
"""
import csv
import io
import json
import logging

import boto3

from lambdas.common import parcels

logger = logging.getLogger()
s3 = boto3.client("s3")


def handler(event, context):
    bucket = event["detail"]["bucket"]["name"]
    key = event["detail"]["object"]["key"]
    customer = key.split("/")[1]
    body = s3.get_object(Bucket=bucket, Key=key)["Body"]
    rows = list(csv.DictReader(io.StringIO(body.read().decode("utf-8-sig"))))
    bad = []
    with parcels.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for number, row in enumerate(rows, start=2):
            try:
                item = item_of(customer, row)
            except (KeyError, ValueError) as error:
                logger.warning("line %d: %r", number, error)
                bad.append(number)
                continue
            batch.put_item(Item=item)
    report = {"rows": len(rows), "bad": bad}
    s3.put_object(Bucket=bucket, Key=key.replace("imports/", "imported/", 1) + ".json", Body=json.dumps(report),
                  ContentType="application/json")
    return report


def item_of(customer, row):
    """The parcel of a line; raises ValueError for one that is none."""
    if not row["id"] or not row["city"]:
        raise ValueError("id and city are needed")
    time = parcels.now()
    return {**parcels.key(row["id"]), "id": row["id"], "customer": customer, "email": row["email"], "city": row["city"],
            "grams": int(row["grams"]), "status": "new", "created": time, "updated": time}
