"""A link to the photo that proves a delivery: GET /parcels/{id}/proof

infra:
  endpoint:
    api: private
    method: GET
    path: /parcels/{id}/proof
"""
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.common import parcels
from lambdas.common.web import Problem, customer_of, endpoint

s3 = boto3.client("s3")
BUCKET = os.environ["COURIER_BUCKET"]


@endpoint
def handler(event):
    parcel = event["pathParameters"]["id"]
    row = parcels.find(parcel)
    if row is None or row["customer"] != customer_of(event):
        raise Problem(404, "no such parcel")
    key = f"proofs/{parcel}.jpg"
    try:
        photo = s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            raise Problem(404, "no proof yet") from error
        raise
    link = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=300)
    return 200, {"link": link, "bytes": photo["ContentLength"], "taken": photo["LastModified"].isoformat()}
