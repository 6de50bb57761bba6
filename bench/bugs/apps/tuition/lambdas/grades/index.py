"""Takes the grades of an exam: exams/<course>/<day>.csv with the columns student, points.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: tuition, form: notification}
    topic: Object Created
    prefix: exams/
  timeout: 60
"""
import csv
import json
import os
from datetime import date
from urllib.parse import unquote_plus

import boto3

from lambdas.school.model import table

s3 = boto3.client("s3")
events = boto3.client("events")
MARK = int(os.environ["PASS_MARK"])


def handler(event, context):
    passed = []
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        _, course, name = key.split("/")
        day = date.fromisoformat(name.removesuffix(".csv"))
        lines = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8").splitlines()
        for row in csv.DictReader(lines):
            points = int(row["points"] or 0)
            table.put_item(Item={"pk": f"student#{row['student']}", "sk": f"exam#{course}#{day}", "points": points,
                                 "passed": points >= MARK})
            if points >= MARK:
                passed.append({"student": row["student"], "course": course, "day": day.isoformat(), "points": points})
    emit(passed)
    return len(passed)


def emit(passed):
    """Tells the app who passed, ten at a time."""
    entries = [{"EventBusName": os.environ["TUITION_BUS"], "Source": "tuition.grades", "DetailType": "ExamPassed",
                "Detail": json.dumps(detail)} for detail in passed]
    for start in range(0, len(entries), 10):
        response = events.put_events(Entries=entries[start:start + 10])
        if response["FailedEntryCount"]:
            raise RuntimeError([entry for entry in response["Entries"] if "ErrorCode" in entry])
