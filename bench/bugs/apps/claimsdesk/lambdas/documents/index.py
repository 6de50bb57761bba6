"""The documents of a claim: links to read them, and a link to upload one.

infra:
  endpoint:
    api: private
    groups: [assessors]
    routes:
    - GET /claims/{claim}/documents
    - POST /claims/{claim}/documents
  timeout: medium
"""
import json
import mimetypes
import os

import boto3

from lambdas.shared import answers, files

s3 = boto3.client("s3")
BUCKET = os.environ["CLAIMS_BUCKET"]
KINDS = ("application/pdf", "image/jpeg", "image/png")


def link(key):
    return s3.generate_presigned_url("get_object", Params={
        "Bucket": BUCKET,
        "Key": key,
        "ResponseContentDisposition": f'attachment; filename="{key.split("/")[-1]}"',
    }, ExpiresIn=900)


def documents(claim):
    paginator = s3.get_paginator("list_objects_v2")
    for page in paginator.paginate(Bucket=BUCKET, Prefix=f"documents/{claim}/"):
        for entry in page.get("Contents", []):
            yield {
                "name": entry["Key"].rsplit("/", 1)[-1],
                "size": entry["Size"],
                "changed": entry["LastModified"].isoformat(),
                "url": link(entry["Key"]),
            }


def upload(claim, name):
    kind, _ = mimetypes.guess_type(name)
    if kind not in KINDS:
        raise ValueError(f"no document: {name}")
    params = {"Bucket": BUCKET, "Key": f"documents/{claim}/{os.path.basename(name)}", "ContentType": kind}
    return {"url": s3.generate_presigned_url("put_object", Params=params, ExpiresIn=300), "type": kind}


@answers.endpoint
def handler(event):
    claim = event["pathParameters"]["claim"]
    if files.get(claim) is None:
        return 404, {"message": "no such claim"}
    if event["httpMethod"] == "POST":
        return 201, upload(claim, json.loads(event["body"])["name"])
    found = sorted(documents(claim), key=lambda document: document["changed"], reverse=True)
    return 200, {"documents": found, "count": len(found)}
