"""An address to download a document from, for its patient: GET /documents/{id}

infra:
  endpoint:
    api: private
    method: GET
    path: /documents/{id}
"""
import os
from urllib.parse import quote

import boto3

from lambdas.common.rows import table
from lambdas.common.web import answer, patient_of

s3 = boto3.client("s3")
BUCKET = os.environ["CLINIC_BUCKET"]


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    row = table.get_item(Key={"pk": f"document#{id_}", "sk": "document"}).get("Item")
    if row is None or row["patient"] != patient_of(event):
        return answer(404, {"message": "there is no such document"})
    url = s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": BUCKET, "Key": row["key"], "ResponseContentType": row["type"],
                "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(row['name'])}"},
        ExpiresIn=300)
    return answer(200, {"url": url, "name": row["name"], "size": row["size"]})
