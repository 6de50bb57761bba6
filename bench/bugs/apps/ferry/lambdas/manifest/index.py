"""Every morning the lists of passengers of the day's sailings.

infra:
  timer:
    cron: 0 4 * * ? *
    zone: Europe/Oslo
  timeout: 120
"""
import csv
import io
import json
import os
from datetime import datetime
from itertools import groupby

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared import model

bucket = boto3.resource("s3").Bucket(os.environ["FERRY_MANIFESTS_BUCKET"])
sqs = boto3.client("sqs")


def paid_bookings(day):
    query = {"IndexName": "by_day", "KeyConditionExpression": Key("day").eq(day)}
    while True:
        page = model.bookings.query(**query)
        yield from (row for row in page["Items"] if row["status"] == model.PAID)
        if not page.get("LastEvaluatedKey"):
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def as_csv(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["booking", "name", "seats"])
    writer.writerows([row["booking"], row["name"], int(row["seats"])] for row in rows)
    return text.getvalue()


def send(messages):
    for start in range(0, len(messages), 10):
        entries = [{"Id": str(number), "MessageBody": json.dumps(message)}
                   for number, message in enumerate(messages[start:start + 10])]
        response = sqs.send_message_batch(QueueUrl=os.environ["FERRY_COASTGUARD_QUEUE"], Entries=entries)
        if response.get("Failed"):
            raise RuntimeError(f"{len(response['Failed'])} messages were not sent")


def handler(event, context):
    day = event.get("day") or f"{datetime.now(model.ZONE):%Y-%m-%d}"
    rows = sorted(paid_bookings(day), key=lambda row: row["sailing"])
    messages = []
    for sailing, group in groupby(rows, key=lambda row: row["sailing"]):
        group = list(group)
        key = f"manifests/{day}/{sailing}.csv"
        bucket.put_object(Key=key, Body=as_csv(group).encode("utf-8"), ContentType="text/csv")
        messages.append({"sailing": sailing, "key": key, "souls": sum(int(row["seats"]) for row in group)})
    send(messages)
    return {"day": day, "sailings": len(messages)}
