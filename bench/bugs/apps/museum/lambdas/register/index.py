"""Sends the objects to the national register, each night: a zip with a CSV file, and its signature.

infra:
  timer:
    cron: 15 1 * * ? *
  timeout: 300
  size: large
"""
import csv
import gzip
import hashlib
import hmac
import io
import json
import os
import urllib.error
import urllib.request
import zipfile

import boto3

from lambdas.common import clock, db, web

s3 = boto3.client("s3")
BUCKET = os.environ["MUSEUM_BUCKET"]
COLUMNS = ["object", "title", "year", "value"]


def all_objects():
    paginator = db.objects.meta.client.get_paginator("scan")
    for page in paginator.paginate(TableName=db.objects.name):
        yield from page["Items"]


def table_of(items):
    """The objects as CSV, as bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(items)
    return text.getvalue().encode("utf-8-sig")


def packed(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def key_of_register():
    response = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["MUSEUM_REGISTER_SECRET"])
    return json.loads(response["SecretString"])["key"].encode()


def post(data):
    signature = hmac.new(key_of_register(), data, hashlib.sha256).hexdigest()
    request = urllib.request.Request(os.environ["REGISTER_URL"], data=data, method="POST", headers={
        "Content-Type": "application/zip", "X-Signature": signature})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)["received"]
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"the register answers {error.code}: {error.read()[:200]!r}") from error


def handler(event, context):
    items = sorted(all_objects(), key=lambda item: item["object"])
    day = clock.today()
    data = packed(f"objects-{day:%Y%m%d}.csv", table_of(items))
    s3.put_object(Bucket=BUCKET, Key=f"register/{day:%Y/%m}/{day}.zip", Body=data, ContentType="application/zip")
    lines = "\n".join(json.dumps(item, default=web.plain, ensure_ascii=False) for item in items)
    s3.put_object(Bucket=BUCKET, Key="register/latest.jsonl.gz", Body=gzip.compress(lines.encode()),
                  ContentType="application/x-ndjson", ContentEncoding="gzip")
    received = post(data)
    print(f"{len(items)} objects, {received} received")
    return {"objects": len(items), "received": received}
