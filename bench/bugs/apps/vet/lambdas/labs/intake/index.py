"""Takes in the files of the laboratory, labs/<pet>/<panel>.csv: test,value,low,high,taken

The values of a later file replace those of an earlier one. A value out of its range is an alert to the vets.

infra:
  events:
  - name: arrived
    source: {type: bucket, name: vet}
    topic: Object Created
    prefix: labs/
    suffix: .csv
  timeout: 60
"""
import csv
import io
import json
import os
from decimal import Decimal, InvalidOperation

import boto3

from lambdas.clinic.rows import table

s3 = boto3.client("s3")
sns = boto3.client("sns")
BUCKET = os.environ["VET_BUCKET"]


def handler(event, context):
    key = event["detail"]["object"]["key"]
    _folder, pet, name = key.split("/", 2)
    panel = name.removesuffix(".csv")
    try:
        found = s3.get_object(Bucket=BUCKET, Key=key)
    except s3.exceptions.NoSuchKey:
        print(f"{key} is gone")
        return {"values": 0}
    text = found["Body"].read().decode("utf-8-sig")
    rows, refused = [], []
    for line in csv.DictReader(io.StringIO(text)):
        try:
            rows.append(lab_row(pet, panel, line))
        except (KeyError, TypeError, InvalidOperation):
            refused.append(line)
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for row in rows:
            batch.put_item(Item=row)
    for row in rows:
        if not row["low"] <= row["value"] <= row["high"]:
            alert(pet, panel, row)
    report = {"pet": pet, "panel": panel, "values": len(rows), "refused": refused}
    s3.put_object(Bucket=BUCKET, Key=f"reports/{pet}/{panel}.json", Body=json.dumps(report).encode(),
                  ContentType="application/json")
    return {"values": len(rows)}


def lab_row(pet, panel, line):
    return {"pk": f"pet#{pet}", "sk": f"lab#{panel}#{line['test']}", "taken": line["taken"],
            "value": Decimal(line["value"]), "low": Decimal(line["low"]), "high": Decimal(line["high"])}


def alert(pet, panel, row):
    test = row["sk"].rpartition("#")[2]
    sns.publish(
        TopicArn=os.environ["VET_ALERTS_TOPIC"],
        Subject=f"{panel} is out of range",
        Message=json.dumps({"pet": pet, "panel": panel, "test": test, "value": str(row["value"]),
                            "taken": row["taken"]}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "lab"}})
