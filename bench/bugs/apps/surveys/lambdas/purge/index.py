"""Deletes what surveys left that closed a year ago; with {"dry": true} only counts them.

infra:
  timer:
    rate: 7 days
  timeout: 300
"""
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.survey import db

s3 = boto3.client("s3")
BUCKET = os.environ["SURVEYS_FILES_BUCKET"]


def old_surveys(before):
    """The surveys that closed before a time."""
    params = {
        "FilterExpression": Attr("sk").eq("survey") & Attr("closed_at").lt(before),
        "ProjectionExpression": "id, #owner",
        "ExpressionAttributeNames": {"#owner": "owner"},
    }
    while True:
        page = db.table.scan(**params)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        params["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def delete_rows(survey_id):
    with db.table.batch_writer() as batch:
        for answer in db.answers(survey_id):
            batch.delete_item(Key={"pk": answer["pk"], "sk": answer["sk"]})
        batch.delete_item(Key=db.survey_key(survey_id))


def delete_files(prefix):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix):
        keys = [{"Key": entry["Key"]} for entry in page.get("Contents", [])]
        if keys:
            result = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys, "Quiet": True})
            for error in result.get("Errors", []):
                print(f"{error['Key']}: {error['Message']}")


def handler(event, context):
    before = (datetime.now(timezone.utc) - timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    number = 0
    for survey in old_surveys(before):
        number += 1
        if event.get("dry"):
            continue
        delete_rows(survey["id"])
        delete_files(f"exports/{survey['id']}")
    return number
