"""Starts a batch job over all originals.

infra:
  endpoint: {api: iam, method: POST, path: /jobs}
  timeout: 29
"""
import csv
import io
import json
import os
import uuid

import boto3

s3, control, sts = boto3.client("s3"), boto3.client("s3control"), boto3.client("sts")


def handler(event, context):
    lines = io.StringIO()
    writer = csv.writer(lines)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=os.environ["GALLERY_ORIGINALS_BUCKET"]):
        for item in page.get("Contents", []):
            writer.writerow([os.environ["GALLERY_ORIGINALS_BUCKET"], item["Key"]])
    key = f"manifests/{uuid.uuid4()}.csv"
    etag = s3.put_object(Bucket=os.environ["GALLERY_MANIFESTS_BUCKET"], Key=key, Body=lines.getvalue().encode())["ETag"]
    account = context.invoked_function_arn.split(":")[4]
    bucket = f"arn:aws:s3:::{os.environ['GALLERY_MANIFESTS_BUCKET']}"
    job = control.create_job(
        AccountId=account, ConfirmationRequired=False, Priority=1, RoleArn=os.environ["BATCH_ROLE_ARN"],
        ClientRequestToken=str(uuid.uuid4()),
        Operation={"LambdaInvoke": {"FunctionArn": f"arn:aws:lambda:{os.environ['AWS_REGION']}:{account}:function:{os.environ['GALLERY_RESIZE_FUNCTION']}"}},
        Manifest={"Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
                  "Location": {"ObjectArn": f"{bucket}/{key}", "ETag": etag.strip('"')}},
        Report={"Enabled": True, "Bucket": bucket, "Format": "Report_CSV_20180820", "Prefix": "reports", "ReportScope": "FailedTasksOnly"})
    return {"statusCode": 202, "body": json.dumps({"job": job["JobId"]})}
