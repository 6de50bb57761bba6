"""Keeps the total of each export.

infra:
  topic:
    filter:
      attributes:
        kind: [export]
  timeout: medium
"""
import csv
import io
import json
import os
from decimal import Decimal

import boto3

from lambdas.office import store

s3 = boto3.client("s3")


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        body = s3.get_object(Bucket=os.environ["EXPENSES_BUCKET"], Key=message["key"])["Body"].read()
        rows = csv.DictReader(io.StringIO(body.decode("utf-8")))
        total = sum((Decimal(row["total"]) for row in rows), Decimal(0))
        store.table.put_item(Item={
            "pk": f"month#{message['month']}", "sk": "total", "total": total, "count": message["count"]})
