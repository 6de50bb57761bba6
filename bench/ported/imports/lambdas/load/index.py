"""Rows of a CSV file become items.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: imports, form: notification}
    topic: Object Created
    prefix: inbox/
    suffix: .csv
  timeout: 120
"""
import csv
import os
import tempfile
from urllib.parse import unquote_plus

import boto3

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["IMPORTS_TABLE"])
s3 = boto3.client("s3")


def read_csv(path):
    with open(path) as csvfile:
        for row in csv.DictReader(csvfile):
            yield {"year": int(row["year"]), "title": row["title"],
                   "meta": {"length": int(row["length"] or 0), "subject": row["subject"] or None}}


def handler(event, context):
    for record in event["Records"]:
        source_bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        with tempfile.TemporaryDirectory() as tmpdir:
            download_path = os.path.join(tmpdir, os.path.basename(key))
            s3.download_file(source_bucket, key, download_path)
            with table.batch_writer(overwrite_by_pkeys=["year", "title"]) as batch:
                for item in read_csv(download_path):
                    batch.put_item(Item=item)
        s3.delete_object(Bucket=source_bucket, Key=key)
