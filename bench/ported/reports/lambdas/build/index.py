"""Builds a report; only invoked by code.

infra:
  timeout: 300
  retries: 0
  concurrency: {reserved: 2}
  storage: 1024
"""
import csv
import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["REPORTS_TABLE"])


def handler(event, context):
    path = f"/tmp/{event['job']}.csv"
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["n", "square"])
        writer.writerows([n, n * n] for n in range(event["rows"]))
    s3.upload_file(path, os.environ["REPORTS_BUCKET"], f"{event['job']}.csv",
                   ExtraArgs={"ContentType": "text/csv"})
    table.update_item(Key={"pk": "JOB", "sk": event["job"]}, UpdateExpression="SET #s = :done",
                      ExpressionAttributeNames={"#s": "status"}, ExpressionAttributeValues={":done": "DONE"})
