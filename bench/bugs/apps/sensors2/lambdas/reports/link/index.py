"""An address of a week's report, for its owner: GET /reports/{week}

infra:
  endpoint:
    api: private
    method: GET
    path: /reports/{week}
"""
import os
import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from lambdas.station.web import owner_of, respond

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["SENSE_BUCKET"]
WEEK = re.compile(r"\d{4}-W\d{2}")


def handler(event, context):
    week = event["pathParameters"]["week"]
    if not WEEK.fullmatch(week):
        return respond(400, {"message": "this is no week"})
    key = f"reports/{owner_of(event)}/{week}.csv"
    try:
        head = s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        return respond(404, {"message": "there is no such report"})
    url = s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": BUCKET, "Key": key, "ResponseContentDisposition": f'attachment; filename="{week}.csv"'},
        ExpiresIn=300)
    return respond(200, {"url": url, "bytes": head["ContentLength"], "written": head["LastModified"].isoformat()})
