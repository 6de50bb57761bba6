"""How far a report is; leads to it when it is there.

infra:
  endpoint: {api: public, method: GET, path: "/reports/{job}"}
"""
import json
import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["REPORTS_TABLE"])


def handler(event, context):
    job = event["pathParameters"]["job"]
    row = table.get_item(Key={"pk": "JOB", "sk": job}).get("Item")
    if row is None:
        return {"statusCode": 404}
    if row["status"] == "DONE":
        url = s3.generate_presigned_url("get_object", Params={"Bucket": os.environ["REPORTS_BUCKET"],
                                                              "Key": f"{job}.csv"}, ExpiresIn=300)
        return {"statusCode": 303, "headers": {"Location": url}}
    return {"statusCode": 200, "body": json.dumps({"status": row["status"]})}
