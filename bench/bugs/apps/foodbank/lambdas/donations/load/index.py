"""Loads the lists of supermarkets, CSV or CSV in gzip: inbox/<depot>/<name>.csv[.gz]

infra:
  events:
  - name: list-dropped
    source: {type: bucket, name: foodbank}
    topic: Object Created
    prefix: inbox/
  timeout: 60
  size: medium
"""
import csv
import gzip
import io
import os
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

import boto3

from lambdas.shared.goods import Batch, table

s3 = boto3.client("s3")
BUCKET = os.environ["FOODBANK_BUCKET"]


def text_of(key):
    data = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    if key.endswith(".gz"):
        data = gzip.decompress(data)
    return data.decode("utf-8-sig")


def batch_of(depot, name, number, line):
    return Batch(
        depot=depot,
        batch=f"{name}#{number:04}",
        product=line["product"].strip().lower(),
        units=int(line["units"]),
        kilos=Decimal(line["kilos"].replace(",", ".")),
        best_before=line["best_before"],
        allergens=[word for word in line["allergens"].split("|") if word],
    )


def handler(event, context):
    key = event["detail"]["object"]["key"]
    _inbox, depot, name = key.split("/", 2)
    stem = PurePosixPath(name).name.split(".")[0]
    reader = csv.DictReader(io.StringIO(text_of(key)), delimiter=";")
    bad = []
    loaded = 0
    with table.batch_writer(overwrite_by_pkeys=["depot", "batch"]) as writer:
        for number, line in enumerate(reader, start=1):
            try:
                batch = batch_of(depot, stem, number, line)
            except (ValueError, InvalidOperation) as error:
                bad.append({**line, "error": str(error)})
                continue
            writer.put_item(Item=batch.row())
            loaded += 1
    if bad:
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=[*reader.fieldnames, "error"])
        writer.writeheader()
        writer.writerows(bad)
        s3.put_object(Bucket=BUCKET, Key=f"bad/{depot}/{stem}.csv", Body=out.getvalue().encode("utf-8"),
                      ContentType="text/csv")
    return {"loaded": loaded, "bad": len(bad)}
