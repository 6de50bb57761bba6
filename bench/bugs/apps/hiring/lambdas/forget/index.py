"""Each night deletes candidates who were screened half a year ago, with their resumes.

infra:
  timer:
    rate: 1 day
  layers: [powertools]
  timeout: 300
"""
import os
from datetime import datetime, timedelta, timezone

import boto3
from aws_lambda_powertools import Logger

from lambdas.core import applications

logger = Logger()
s3 = boto3.client("s3")
BUCKET = os.environ["HIRING_RESUMES_BUCKET"]
DAYS = 180
SIZE = 1000


def delete_resumes(keys):
    for start in range(0, len(keys), SIZE):
        part = keys[start:start + SIZE]
        response = s3.delete_objects(
            Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in part], "Quiet": True})
        errors = response.get("Errors", [])
        if errors:
            raise RuntimeError(f"{len(errors)} resumes were not deleted: {errors[0]['Code']}")


@logger.inject_lambda_context
def handler(event, context):
    limit = (datetime.now(timezone.utc) - timedelta(days=DAYS)).isoformat(timespec="seconds")
    old = list(applications.in_state("screened", limit))
    delete_resumes([row["resume"] for row in old if "resume" in row])
    with applications.table.batch_writer() as batch:
        for row in old:
            batch.delete_item(Key={"job": row["job"], "email": row["email"]})
    logger.info("forgotten", extra={"count": len(old)})
    return {"forgotten": len(old)}
