"""Cleans gzipped JSON lines, partitioned by day.

infra:
  events:
  - name: raw
    source: {type: bucket, name: etl, form: notification}
    topic: Object Created
    prefix: raw/
    suffix: .jsonl.gz
  size: large
  storage: 1024
  timeout: 300
"""
import gzip
import io
import json
import os
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from datetime import datetime, timezone
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")
LAKE = os.environ["ETL_LAKE_BUCKET"]


def lines(bucket, key):
    body = s3.get_object(Bucket=bucket, Key=key)["Body"]
    with gzip.GzipFile(fileobj=body) as unzipped:
        yield from io.TextIOWrapper(unzipped, encoding="utf-8")


def partition(row):
    return datetime.fromtimestamp(row["ts"], timezone.utc).strftime("year=%Y/month=%m/day=%d")


def clean(bucket, key):
    counts, bad = defaultdict(int), []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        files = {}
        for number, line in enumerate(lines(bucket, key)):
            try:
                row = json.loads(line)
                day = partition(row)
            except (ValueError, KeyError, TypeError) as error:
                bad.append({"line": number, "error": str(error)})
                continue
            if day not in files:
                path = os.path.join(folder, f"{len(files)}.gz")
                files[day] = stack.enter_context(gzip.open(path, "wt")), path
            files[day][0].write(json.dumps(row, separators=(",", ":")) + "\n")
            counts[day] += 1
        name = os.path.basename(key)
        for day, (file, path) in files.items():
            file.close()
            s3.upload_file(path, LAKE, f"clean/{day}/{name}", ExtraArgs={"ContentType": "application/gzip",
                                                                         "Metadata": {"rows": str(counts[day])}})
    if bad:
        s3.put_object(Bucket=LAKE, Key=f"bad/{name}.json", Body=json.dumps(bad).encode())
    s3.copy_object(Bucket=bucket, Key=key.replace("raw/", "done/", 1), CopySource={"Bucket": bucket, "Key": key},
                   MetadataDirective="COPY")
    s3.delete_object(Bucket=bucket, Key=key)
    return dict(counts)


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        print(json.dumps({"key": key, "rows": clean(bucket, key)}))
